using System.Xml;

namespace GpConnect.Fhir;

/// <summary>
/// The one rule for text, wherever it comes from: what is stored can be said in JSON and in XML alike. STU3 (datatypes, string)
/// and XML 1.0 (§2.2) forbid the control characters below U+0020 except tab, LF and CR. XML also forbids U+FFFE, U+FFFF and
/// half a surrogate pair.
/// </summary>
public static class FhirText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Text without the blanks at its ends; null when nothing is left. STU3 allows these blanks in JSON and wants them removed
    /// in XML, so they mean nothing.
    /// </summary>
    public static string? Of(string? text) => text?.Trim() is { Length: > 0 } rest ? rest : null;

    /// <summary>Whether both formats can carry every character.</summary>
    public static bool Fits(string text) => IndexOfMisfit(text, 0) < 0;

    /// <summary>Whether a text has no line break, tab or other control character, which FHIR allows but a number or a field of a file does not.</summary>
    public static bool IsOneLine(string text) => !text.Any(char.IsControl);

    /// <summary>Text that fits: each character that does not becomes U+FFFD.</summary>
    public static string Mend(string text)
    {
        var index = IndexOfMisfit(text, 0);
        if (index < 0)
        {
            return text;
        }

        var mended = text.ToCharArray();
        for (; index >= 0; index = IndexOfMisfit(text, index + 1))
        {
            mended[index] = Replacement;
        }

        return new string(mended);
    }

    private static int IndexOfMisfit(string text, int start)
    {
        for (var index = start; index < text.Length; index++)
        {
            if (char.IsSurrogatePair(text, index))
            {
                index++;
            }
            else if (!XmlConvert.IsXmlChar(text[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
