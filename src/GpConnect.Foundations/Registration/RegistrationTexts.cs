using GpConnect.Foundations.Pds;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>
/// Limits the text in a registration (register-patient.md §2). All stored text is served with every read, and FHIR's own limit is a
/// megabyte per string.
/// </summary>
internal static class RegistrationTexts
{
    /// <summary>All text together, in UTF-16 characters; a typical registration has 1,500.</summary>
    private const int LongestTogether = 16 * 1024;

    /// <returns>The path of the text that is too long, and why; null when all text is within the limits.</returns>
    public static string? Error(Patient patient)
    {
        var total = 0;
        return Error(patient, "Patient", ref total);
    }

    private static string? Error(Base node, string path, ref int total)
    {
        if (node is PrimitiveType { JsonValue: string text })
        {
            total += text.Length;
            if (text.Length > PdsText.Longest)
            {
                return $"{path} has more than {PdsText.Longest} characters";
            }

            if (total > LongestTogether)
            {
                return $"Patient has more than {LongestTogether} characters of text";
            }
        }

        foreach (var (name, value) in node.EnumerateElements())
        {
            foreach (var child in value is Base single ? [single] : value as IEnumerable<Base> ?? [])
            {
                if (Error(child, $"{path}.{name}", ref total) is { } error)
                {
                    return error;
                }
            }
        }

        return null;
    }
}
