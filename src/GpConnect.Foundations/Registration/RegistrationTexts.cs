using GpConnect.Foundations.Pds;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>
/// How much text a registration may hold (register-patient.md §2). Everything that is kept is served with every read, and FHIR
/// itself stops at a megabyte a string.
/// </summary>
internal static class RegistrationTexts
{
    /// <summary>All texts together, in characters (UTF-16); a usual registration has 1,500.</summary>
    private const int LongestTogether = 16 * 1024;

    /// <returns>The path of a text that is too long and why; null when all are short enough.</returns>
    public static string? Error(Patient patient)
    {
        var together = 0;
        return Error(patient, "Patient", ref together);
    }

    private static string? Error(Base node, string path, ref int together)
    {
        if (node is PrimitiveType { JsonValue: string text })
        {
            together += text.Length;
            if (text.Length > PdsText.Longest)
            {
                return $"{path} has more than {PdsText.Longest} characters";
            }

            if (together > LongestTogether)
            {
                return $"Patient has more than {LongestTogether} characters of text";
            }
        }

        foreach (var (name, value) in node.EnumerateElements())
        {
            foreach (var child in value is Base single ? [single] : value as IEnumerable<Base> ?? [])
            {
                if (Error(child, $"{path}.{name}", ref together) is { } error)
                {
                    return error;
                }
            }
        }

        return null;
    }
}
