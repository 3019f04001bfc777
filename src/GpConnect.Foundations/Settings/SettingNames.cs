using System.Reflection;
using System.Text.RegularExpressions;

namespace GpConnect.Foundations.Settings;

/// <summary>The operator's names of the settings: the environment variable of each property of the features' options.</summary>
internal sealed partial class SettingNames
{
    public const string Prefix = "GPCONNECT_";

    /// <summary>A name that differs in more than one in this many characters is not a typing error.</summary>
    private const int Tolerance = 3;

    private readonly Dictionary<string, string> byProperty;
    private readonly Dictionary<string, string> byLetters;

    /// <param name="options">The options of all features; no two have a property of the same name.</param>
    public SettingNames(params IEnumerable<Type> options)
    {
        Options = [.. options];
        Properties = Options.SelectMany(type => type.GetProperties()).ToDictionary(property => Prefix + property.Name.ToUpperInvariant(), StringComparer.Ordinal);
        byProperty = Properties.ToDictionary(setting => setting.Value.Name, setting => setting.Key, StringComparer.Ordinal);
        byLetters = Properties.Keys.ToDictionary(Letters, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<Type> Options { get; }

    /// <summary>The property of each variable.</summary>
    public IReadOnlyDictionary<string, PropertyInfo> Properties { get; }

    /// <summary>Replaces the names of properties in a message by the environment variables that an operator sets.</summary>
    public string Name(string message) =>
        Word().Replace(message, word => byProperty.TryGetValue(word.Value, out var name) ? name : word.Value);

    /// <summary>Whether a variable is meant for this provider: it has the prefix, or its name is right except for the separators.</summary>
    public bool IsMeant(string variable) =>
        variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || byLetters.ContainsKey(Letters(variable));

    /// <summary>The setting that a mistyped variable most likely means; null when no name is similar.</summary>
    public string? Nearest(string variable)
    {
        var typed = Letters(variable).ToUpperInvariant();
        var (letters, name) = byLetters.Select(known => (known.Key, known.Value)).MinBy(known => Distance(typed, known.Key));
        return Distance(typed, letters) * Tolerance <= Math.Max(typed.Length, letters.Length) - Letters(Prefix).Length ? name : null;
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));

    /// <summary>How many characters must be added, removed, changed or swapped with the next one.</summary>
    private static int Distance(string one, string other)
    {
        var distance = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                distance[i, j] = i == 0 || j == 0 ? i + j : Step(i, j);
            }
        }

        return distance[one.Length, other.Length];

        int Step(int i, int j)
        {
            var changed = distance[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
            var best = Math.Min(changed, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
            return i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] ? Math.Min(best, distance[i - 2, j - 2] + 1) : best;
        }
    }

    /// <summary>A capitalised word that is not part of a path.</summary>
    [GeneratedRegex(@"(?<![\w/\\.-])[A-Z]\w+(?![\w/\\]|[.-]\w)")]
    private static partial Regex Word();
}
