using System.Text;
using System.Xml;

namespace GpConnect.Importing.Files;

/// <summary>A position in a text file as editors count it: lines and characters from 1.</summary>
/// <param name="Column">Null when only the line is known.</param>
internal readonly record struct FilePosition(int Line, int? Column = null)
{
    public static FilePosition Start => new(1, 1);

    /// <summary>Where an XML reader stopped. For a DTD it gives no position, and a DTD is at the start.</summary>
    public static FilePosition Of(XmlException exception) => exception.LineNumber == 0 ? Start : new(exception.LineNumber, exception.LinePosition);

    /// <summary>The position just after a text that begins here.</summary>
    public FilePosition After(ReadOnlySpan<byte> utf8)
    {
        var lastLine = utf8.LastIndexOf((byte)'\n') + 1;
        var characters = Encoding.UTF8.GetCharCount(utf8[lastLine..]);
        return lastLine == 0
            ? this with { Column = (Column ?? 1) + characters }
            : new FilePosition(Line + utf8.Count((byte)'\n'), characters + 1);
    }

    public override string ToString() => Column is null ? $"line {Line}" : $"line {Line}, column {Column}";
}
