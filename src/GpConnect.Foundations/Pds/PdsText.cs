using System.Text.RegularExpressions;
using GpConnect.Fhir;

namespace GpConnect.Foundations.Pds;

/// <summary>
/// Text from PDS that may be copied into a resource (sds-and-pds.md §3): one line of characters that <see cref="FhirText"/> allows.
/// Other text counts as missing, so it neither verifies an NHS number nor supplements a record.
/// </summary>
internal static partial class PdsText
{
    /// <summary>In UTF-16 characters. PDS itself holds names and address lines of up to 35.</summary>
    public const int Longest = 255;

    public static bool IsServable(string text) => FhirText.Fits(OneLine(text)) && text.Length <= Longest;

    /// <returns>Null for text that is blank or cannot be served.</returns>
    public static string? Of(string? text) => text is not null && IsServable(text) ? FhirText.Of(OneLine(text)) : null;

    /// <returns>Empty when any text cannot be served: without the first given name, the second would be taken for the first.</returns>
    public static IReadOnlyList<string> All(IReadOnlyList<string> texts) =>
        texts.All(IsServable) ? [.. texts.Select(Of).OfType<string>()] : [];

    /// <summary>Replaces control characters by spaces: they only belong to the layout of a message.</summary>
    private static string OneLine(string text) => FhirText.IsOneLine(text) ? text : Controls().Replace(text, " ");

    [GeneratedRegex(@"\p{Cc}+", RegexOptions.CultureInvariant)]
    private static partial Regex Controls();
}
