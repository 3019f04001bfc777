using System.Text;
using System.Xml;

namespace GpConnect.Importing.Files;

/// <summary>A place in a text file as editors count: lines and characters from 1.</summary>
/// <param name="Column">Null when only the line is known.</param>
internal readonly record struct FilePosition(int Line, int? Column = null)
{
    public static FilePosition Start => new(1, 1);

    /// <summary>Where a reader of XML stopped; of a DTD it does not say where, and one stands at the start.</summary>
    public static FilePosition Of(XmlException exception) => exception.LineNumber == 0 ? Start : new(exception.LineNumber, exception.LinePosition);

    /// <summary>The place behind a text that begins here.</summary>
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
