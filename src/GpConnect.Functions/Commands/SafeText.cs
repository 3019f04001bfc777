using System.Buffers;
using System.Globalization;
using System.Text;

namespace GpConnect.Functions.Commands;

/// <summary>
/// Text that a terminal shows and does not obey. Control characters move the cursor or begin a sequence, bidirectional ones
/// reorder what stands beside them: each is shown as an escape of JSON, so that JSON still says the same.
/// </summary>
internal static class SafeText
{
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code),
        '\u061C', '\u200E', '\u200F', '\u2028', '\u2029', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069',
    ]);

    /// <summary>For one cell or line: line breaks are escaped too.</summary>
    public static string Line(ReadOnlySpan<char> text) => Escape(text, keepsLineBreaks: false);

    public static string Lines(ReadOnlySpan<char> text) => Escape(text, keepsLineBreaks: true);

    private static string Escape(ReadOnlySpan<char> text, bool keepsLineBreaks)
    {
        if (!text.ContainsAny(Unsafe))
        {
            return text.ToString();
        }

        var safe = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!Unsafe.Contains(text[at]) || (keepsLineBreaks && IsLineBreak(text[at..])))
            {
                safe.Append(text[at]);
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}");
            }
        }

        return safe.ToString();
    }

    private static bool IsLineBreak(ReadOnlySpan<char> text) => text is ['\n', ..] or ['\r', '\n', ..];
}
