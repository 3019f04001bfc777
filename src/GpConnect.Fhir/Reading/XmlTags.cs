namespace GpConnect.Fhir.Reading;

/// <summary>Scans the tags of an XML text before .NET's reader, which reads all attributes of an element at once.</summary>
internal static class XmlTags
{
    private static readonly (string Open, string Close)[] Markup = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

    /// <summary>
    /// Whether an element has too many attributes. The result does not matter after the first point that is not well-formed,
    /// because the reader stops there.
    /// </summary>
    public static bool HaveTooManyAttributes(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('<') is var start and >= 0)
        {
            text = text[start..];
            if (SkipMarkup(ref text))
            {
                continue;
            }

            if (HasTooManyAttributes(ref text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Skips comments, CDATA sections and processing instructions, in which quotes and brackets have no meaning.</summary>
    private static bool SkipMarkup(ref ReadOnlySpan<char> text)
    {
        foreach (var (open, close) in Markup)
        {
            if (text.StartsWith(open, StringComparison.Ordinal))
            {
                text = text[open.Length..];
                text = After(text, text.IndexOf(close, StringComparison.Ordinal), close.Length);
                return true;
            }
        }

        return false;
    }

    private static bool HasTooManyAttributes(ref ReadOnlySpan<char> text)
    {
        for (var attributes = 0; attributes <= Limits.Attributes; attributes++)
        {
            var next = text.IndexOfAny('>', '"', '\'');
            var found = next < 0 ? '>' : text[next];
            text = After(text, next, 1);
            if (found == '>')
            {
                return false;
            }

            text = After(text, text.IndexOf(found), 1);
        }

        return true;
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text, int found, int length) => found < 0 ? [] : text[(found + length)..];
}
