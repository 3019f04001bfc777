using System.Text.RegularExpressions;
using GpConnect.Fhir;

namespace GpConnect.Foundations.Pds;

/// <summary>
/// Text of PDS that may go into a resource (sds-and-pds.md §3): one line of what <see cref="FhirText"/> allows. Other text counts as
/// not given: it then verifies nobody and supplements nothing.
/// </summary>
internal static partial class PdsText
{
    /// <summary>In characters (UTF-16). PDS itself keeps names and lines of addresses of up to 35.</summary>
    public const int Longest = 255;

    public static bool IsServable(string text) => FhirText.Fits(OneLine(text)) && text.Length <= Longest;

    /// <returns>Null for text that is blank or cannot be served.</returns>
    public static string? Of(string? text) => text is not null && IsServable(text) ? FhirText.Of(OneLine(text)) : null;

    /// <returns>Nothing when any of them cannot be served: without its first name, the second would pass for it.</returns>
    public static IReadOnlyList<string> All(IReadOnlyList<string> texts) =>
        texts.All(IsServable) ? [.. texts.Select(Of).OfType<string>()] : [];

    /// <summary>Control characters in a message are its layout.</summary>
    private static string OneLine(string text) => FhirText.IsOneLine(text) ? text : Controls().Replace(text, " ");

    [GeneratedRegex(@"\p{Cc}+", RegexOptions.CultureInvariant)]
    private static partial Regex Controls();
}
