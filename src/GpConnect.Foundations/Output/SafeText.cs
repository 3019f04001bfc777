using System.Buffers;
using System.Globalization;
using System.Text;

namespace GpConnect.Foundations.Output;

/// <summary>
/// Text that a terminal shows and does not obey. Control characters move the cursor or begin a sequence, bidirectional ones
/// reorder what stands beside them, and one that cannot be seen makes two ids look the same. Each is shown as an escape of JSON,
/// so that JSON still says the same.
/// </summary>
internal static class SafeText
{
    /// <summary>For one line: line breaks are escaped too.</summary>
    public static string Line(ReadOnlySpan<char> text) => Escape(text, keepsLineBreaks: false);

    public static string Lines(ReadOnlySpan<char> text) => Escape(text, keepsLineBreaks: true);

    /// <summary>For one cell of a table: blanks in a row, which could pass for the end of a column, are escaped too.</summary>
    public static string Cell(string text) => Line(text).Replace("  ", @"\u0020\u0020", StringComparison.Ordinal);

    private static string Escape(ReadOnlySpan<char> text, bool keepsLineBreaks)
    {
        if (!text.ContainsAnyExceptInRange(' ', '~'))
        {
            return text.ToString();
        }

        var safe = new StringBuilder(text.Length);
        for (var rest = text; !rest.IsEmpty;)
        {
            var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            if (isWhole && (IsSeen(rune) || (keepsLineBreaks && IsLineBreak(rest))))
            {
                safe.Append(rest[..length]);
            }
            else
            {
                AppendEscapes(safe, rest[..length]);
            }

            rest = rest[length..];
        }

        return safe.ToString();
    }

    private static void AppendEscapes(StringBuilder safe, ReadOnlySpan<char> units)
    {
        foreach (var unit in units)
        {
            safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }
    }

    /// <summary>Private characters and those that Unicode has not assigned are shown as the terminal likes, if at all.</summary>
    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => true,
    };

    private static bool IsLineBreak(ReadOnlySpan<char> text) => text is ['\n', ..] or ['\r', '\n', ..];
}
