using System.Xml;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Reading;

/// <summary>The rules for the text of primitive values.</summary>
internal static class TextRules
{
    public static string? Check(PrimitiveType primitive)
    {
        if (primitive.JsonValue is not string text)
        {
            return null;
        }

        if (primitive is XHtml)
        {
            return IsNarrative(text) ? null : "narrative not allowed";
        }

        return string.IsNullOrWhiteSpace(text) ? "blank text"
            : !FitsXml(text) ? "control character"
            : LacksSeconds(primitive, text) ? "malformed value"
            : MayHaveBlankEnds(primitive) || !HasBlankEnds(text) ? null
            : "leading or trailing blanks";
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

    private static bool MayHaveBlankEnds(PrimitiveType primitive) => primitive is FhirString or Markdown;

    private static bool HasBlankEnds(string text) => char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]);

    /// <summary>Whether every character may stand in XML, which is what FHIR allows, as both formats have to carry it.</summary>
    private static bool FitsXml(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
