using System.Text.RegularExpressions;

namespace GpConnect.Fhir.Reading;

/// <summary>Paths end up in diagnostics: only names of elements pass, cut where one does not look like a name.</summary>
internal static partial class SafePath
{
    private const int LongestPath = 300;

    public static string Of(string? path)
    {
        var safe = string.IsNullOrEmpty(path) ? string.Empty : Names().Match(path).Value;
        return safe.Length is > 0 and <= LongestPath ? safe : "The content";
    }

    public static bool IsName(string text) => Name().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}(\[[0-9]{1,6}\])?(\.[A-Za-z_][A-Za-z0-9_]{0,63}(\[[0-9]{1,6}\])?(?![A-Za-z0-9_\[]))*", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
