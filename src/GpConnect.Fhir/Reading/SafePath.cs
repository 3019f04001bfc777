using System.Text.RegularExpressions;

namespace GpConnect.Fhir.Reading;

/// <summary>
/// Makes a path safe for diagnostics: it is cut before the first step that does not look like the name of an element. No such
/// name has more than three digits in a row; an NHS number has.
/// </summary>
internal static partial class SafePath
{
    private const string Step = @"_?[A-Za-z]([A-Za-z]|[0-9]{1,3}(?![0-9])){0,63}(\[[0-9]{1,6}\])?(?=\.|\z)";

    /// <returns>Null when no step of the path is safe to show.</returns>
    public static string? Of(string? path) =>
        path is not null && Steps().Match(path) is { Success: true } match ? match.Value : null;

    /// <summary>
    /// Name of the resource's top-level element that the path leads to or into; null when it leads to the resource as a whole.
    /// </summary>
    public static string? ElementOf(string? safePath)
    {
        // The path of an error that was found before the type was known begins with the element.
        var steps = safePath?.Split('.') ?? [];
        return steps.SkipWhile(step => char.IsAsciiLetterUpper(step[0])).FirstOrDefault()?.Split('[')[0].TrimStart('_');
    }

    [GeneratedRegex(@"\A" + Step + @"(\." + Step + ")*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Steps();
}
