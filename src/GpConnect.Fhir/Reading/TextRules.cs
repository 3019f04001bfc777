using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Reading;

/// <summary>The rules for the text of primitive values.</summary>
internal static class TextRules
{
    /// <summary>Removes the blanks around text that may have them, and says what is wrong with the rest.</summary>
    /// <param name="lostBlanks">Whether the SDK has removed blanks already, as it does for every value in XML.</param>
    public static string? Settle(PrimitiveType primitive, bool lostBlanks)
    {
        if (primitive.JsonValue is null)
        {
            return primitive.Extension.Count == 0 ? "neither a value nor extensions" : null;
        }

        if (lostBlanks && !MayHaveBlankEnds(primitive))
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
        // Before the blanks go: .NET counts U+000B and U+000C among them.
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
    /// The SDK validates narrative that came as JSON, but not what came as XML. It copies narrative into XML as it is,
    /// so an XML declaration in it, well-formed by itself, would spoil the whole document.
    /// </summary>
    private static bool IsNarrative(string text) =>
        !text.Contains("<?", StringComparison.Ordinal) && XHtml.IsValidNarrativeXhtml(text, out _, out _);

    /// <summary>The SDK takes hours and minutes; STU3 demands seconds wherever there is a time.</summary>
    private static bool LacksSeconds(PrimitiveType primitive, string text) => primitive switch
    {
        FhirDateTime => text.Length > "yyyy-MM-dd".Length && text.ElementAtOrDefault("yyyy-MM-ddTHH:mm".Length) != ':',
        Time => text.ElementAtOrDefault("HH:mm".Length) != ':',
        _ => false,
    };

    /// <summary>The SDK takes a comma before the fraction of a second, as ISO 8601 does; STU3 allows the point only.</summary>
    private static bool HasComma(PrimitiveType primitive, string text) =>
        primitive is FhirDateTime or Instant or Time && text.Contains(',', StringComparison.Ordinal);

    /// <summary>The pattern of base64Binary in STU3 has blanks between and around the groups.</summary>
    private static bool MayHaveBlankEnds(PrimitiveType primitive) => primitive is FhirString or Markdown or Base64Binary;
}
