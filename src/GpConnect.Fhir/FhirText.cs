using System.Buffers;
using System.Xml;

namespace GpConnect.Fhir;

/// <summary>
/// The one rule for text from any source: stored text can be written in both JSON and XML. STU3 (datatypes, string)
/// and XML 1.0 (§2.2) forbid the control characters below U+0020 except tab, LF and CR. XML also forbids U+FFFE, U+FFFF and
/// lone surrogates.
/// </summary>
public static class FhirText
{
    private const char Replacement = '\uFFFD';

    /// <summary>What is not valid on its own: what XML forbids, and surrogates, of which a pair is valid.</summary>
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(code => (char)code).Where(character => !XmlConvert.IsXmlChar(character))]);

    /// <summary>
    /// The text without leading and trailing white space; null when nothing is left. STU3 allows such white space in JSON and
    /// requires its removal in XML, so it carries no meaning.
    /// </summary>
    public static string? Of(string? text) => text?.Trim() is { Length: > 0 } rest ? rest : null;

    /// <summary>Whether both formats can carry every character of the text.</summary>
    public static bool Fits(string text) => IndexOfForbidden(text, 0) < 0;

    /// <summary>
    /// Whether the text has no line break, tab or other control character. FHIR allows some of these; a number or a field of a
    /// file does not.
    /// </summary>
    public static bool IsOneLine(string text) => !text.Any(char.IsControl);

    /// <summary>Replaces each character that one of the formats cannot carry with U+FFFD.</summary>
    public static string Repair(string text)
    {
        var index = IndexOfForbidden(text, 0);
        if (index < 0)
        {
            return text;
        }

        var characters = text.ToCharArray();
        for (; index >= 0; index = IndexOfForbidden(text, index + 1))
        {
            characters[index] = Replacement;
        }

        return new string(characters);
    }

    private static int IndexOfForbidden(string text, int start)
    {
        // A valid pair is skipped as a whole, so the index never passes the end of the text.
        for (var index = start; ; index += 2)
        {
            var distance = text.AsSpan(index).IndexOfAny(Suspects);
            if (distance < 0)
            {
                return -1;
            }

            index += distance;
            if (!char.IsSurrogatePair(text, index))
            {
                return index;
            }
        }
    }
}
