using System.Buffers;
using System.Text.RegularExpressions;

namespace GpConnect.Foundations.Errors;

/// <summary>
/// Decides which input of a caller diagnostics may repeat. Errors name the offending value where that helps
/// (interactions.md §2.7), but a caller that mixes up its fields may send an NHS number, a name or a token anywhere.
/// </summary>
internal static partial class Redacted
{
    private const int MaximumLength = 120;

    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/#$%");

    /// <summary>A logical id, with anything that could be an NHS number masked.</summary>
    public static string Id(string id) => MaskDigits(id);

    /// <summary>An identifier system or interaction id if it has the form of a URI, otherwise a placeholder.</summary>
    public static string Uri(string value) =>
        value.Length <= MaximumLength && HasKnownScheme(value) && !value.AsSpan().ContainsAnyExcept(UriCharacters)
            ? MaskDigits(value)
            : "(not a known URI)";

    /// <summary>A media type if it has the form of one, otherwise a placeholder.</summary>
    public static string MediaType(string value) =>
        value.Length <= 60 && MediaTypeShape().IsMatch(value) ? MaskDigits(value) : "(not a media type)";

    private static bool HasKnownScheme(string value) =>
        value.StartsWith("https://", StringComparison.Ordinal)
        || value.StartsWith("http://", StringComparison.Ordinal)
        || value.StartsWith("urn:", StringComparison.Ordinal);

    private static string MaskDigits(string value) => LongDigitRun().Replace(value, "[…]");

    [GeneratedRegex("[0-9](?:[^0-9A-Za-z]?[0-9]){8,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongDigitRun();

    [GeneratedRegex("^[a-z]+/[a-z0-9.+ *-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex MediaTypeShape();
}
