using System.Buffers;
using System.Globalization;
using System.Text;

namespace GpConnect.Foundations.Output;

/// <summary>
/// Makes text safe to show on a terminal. Control characters move the cursor or begin an escape sequence, bidirectional ones
/// reorder the text around them, and invisible ones make two different ids look the same. Each is replaced by its JSON escape, so
/// that the meaning of JSON does not change.
/// </summary>
internal static class SafeText
{
    /// <summary>For one line: line breaks are also escaped.</summary>
    public static string Line(ReadOnlySpan<char> text) => Escape(text, keepsLineBreaks: false);

    public static string Lines(ReadOnlySpan<char> text) => Escape(text, keepsLineBreaks: true);

    /// <summary>For one cell of a table: consecutive spaces, which could look like the end of a column, are also escaped.</summary>
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
            if (isWhole && (IsVisible(rune) || (keepsLineBreaks && IsLineBreak(rest))))
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

    /// <summary>False also for private-use and unassigned characters, which each terminal shows differently, if at all.</summary>
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => true,
    };

    private static bool IsLineBreak(ReadOnlySpan<char> text) => text is ['\n', ..] or ['\r', '\n', ..];
}
