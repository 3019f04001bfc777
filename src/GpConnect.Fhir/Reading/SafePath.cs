using System.Text.RegularExpressions;

namespace GpConnect.Fhir.Reading;

/// <summary>Paths end up in diagnostics: names of elements pass, and what follows the first that does not look like one is cut.</summary>
internal static partial class SafePath
{
    private const string Step = @"[A-Za-z_][A-Za-z0-9_]{0,63}(\[[0-9]{1,6}\])?(?=\.|\z)";

    public static string Of(string? path) =>
        path is not null && Steps().Match(path) is { Success: true } match ? match.Value : "The content";

    [GeneratedRegex(@"\A" + Step + @"(\." + Step + ")*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Steps();
}
