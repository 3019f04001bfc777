using System.Buffers;
using System.Text.RegularExpressions;

namespace GpConnect.Foundations.Errors;

/// <summary>
/// What of a caller's input may be repeated in diagnostics. Errors name the offending value where that helps
/// (interactions.md §2.7), but a caller that mixes up its fields may send an NHS number, a name or a token anywhere.
/// </summary>
internal static partial class Redacted
{
    private const int MaximumLength = 120;

    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/#$%");

    /// <summary>A logical id: short, and without anything that could be an NHS number.</summary>
    public static string Id(string id) => MaskDigits(id);

    /// <summary>An identifier system or interaction id when it has the shape of a URI, otherwise a stand-in.</summary>
    public static string Uri(string value) =>
        value.Length <= MaximumLength && HasKnownScheme(value) && !value.AsSpan().ContainsAnyExcept(UriCharacters)
            ? MaskDigits(value)
            : "(not a known URI)";

    /// <summary>A media type when it has the shape of one, otherwise a stand-in.</summary>
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
