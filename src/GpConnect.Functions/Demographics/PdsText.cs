using GpConnect.Fhir;

namespace GpConnect.Functions.Demographics;

/// <summary>
/// Text of PDS that may go into a resource. Whatever cannot be served counts as not given: it then verifies nobody and supplements
/// nothing (sds-and-pds.md §3).
/// </summary>
internal static class PdsText
{
    /// <summary>In characters (UTF-16). PDS itself keeps names and lines of addresses of up to 35.</summary>
    public const int Longest = 255;

    public static bool IsServable(string text) => FhirText.Fits(text) && text.Length <= Longest;

    /// <returns>Null for text that is blank or cannot be served.</returns>
    public static string? Of(string? text) => text is not null && IsServable(text) ? FhirText.Of(text) : null;

    /// <returns>Nothing when any of them cannot be served: without its first name, the second would pass for it.</returns>
    public static IReadOnlyList<string> All(IReadOnlyList<string> texts) =>
        texts.All(IsServable) ? [.. texts.Select(FhirText.Of).OfType<string>()] : [];
}
