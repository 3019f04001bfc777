using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Reading;

/// <summary>The rules for the text of primitive values.</summary>
internal static class TextRules
{
    /// <summary>Removes leading and trailing white space where the type allows it.</summary>
    /// <param name="trimmedPaths">Whether the SDK has already removed white space, as it does for every value in XML.</param>
    /// <returns>What is wrong with the value; null when it is valid.</returns>
    public static string? TrimAndCheck(PrimitiveType primitive, bool trimmedPaths)
    {
        if (primitive.JsonValue is null)
        {
            return primitive.Extension.Count == 0 ? "neither a value nor extensions" : null;
        }

        if (trimmedPaths && !MayHaveBlankEnds(primitive))
        {
            return "leading or trailing blanks";
        }

        if (primitive.JsonValue is not string text)
        {
            return null;
        }

        return primitive is XHtml
            ? IsNarrative(text) ? null : "narrative not allowed"
            : SettleText(primitive, text);
    }

    private static string? SettleText(PrimitiveType primitive, string text)
    {
        // Checked before trimming, because .NET counts U+000B and U+000C as white space.
        if (!FhirText.Fits(text))
        {
            return "a character that FHIR or XML does not allow";
        }

        if (FhirText.Of(text) is not { } rest)
        {
            return "blank text";
        }

        if (rest.Length < text.Length)
        {
            if (!MayHaveBlankEnds(primitive))
            {
                return "leading or trailing blanks";
            }

            primitive.JsonValue = rest;
        }

        return LacksSeconds(primitive, text) || HasComma(primitive, text) ? "malformed value" : null;
    }

    /// <summary>
    /// The SDK validates narrative received as JSON, but not as XML. It copies narrative into XML unchanged, so an XML declaration
    /// in it, although well-formed on its own, would make the whole document malformed.
    /// </summary>
    private static bool IsNarrative(string text) =>
        !text.Contains("<?", StringComparison.Ordinal) && XHtml.IsValidNarrativeXhtml(text, out _, out _);

    /// <summary>The SDK accepts hours and minutes alone; STU3 requires seconds in every time.</summary>
    private static bool LacksSeconds(PrimitiveType primitive, string text) => primitive switch
    {
        FhirDateTime => text.Length > "yyyy-MM-dd".Length && text.ElementAtOrDefault("yyyy-MM-ddTHH:mm".Length) != ':',
        Time => text.ElementAtOrDefault("HH:mm".Length) != ':',
        _ => false,
    };

    /// <summary>The SDK accepts a comma before the fraction of a second, as ISO 8601 does; STU3 allows only a point.</summary>
    private static bool HasComma(PrimitiveType primitive, string text) =>
        primitive is FhirDateTime or Instant or Time && text.Contains(',', StringComparison.Ordinal);

    /// <summary>The STU3 pattern of base64Binary allows white space between and around the groups.</summary>
    private static bool MayHaveBlankEnds(PrimitiveType primitive) => primitive is FhirString or Markdown or Base64Binary;
}
