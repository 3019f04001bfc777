using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace GpConnect.Foundations.Settings;

/// <summary>
/// Reads the settings from the environment. Each error names the variable and its allowed values, and never repeats its value, which
/// may be a key.
/// </summary>
internal sealed class SettingsReader
{
    private readonly SettingNames names;
    private readonly List<FeatureOptions> options;
    private readonly List<string> errors = [];

    private SettingsReader(SettingNames names)
    {
        this.names = names;
        options = [.. names.Options.Select(type => (FeatureOptions)Activator.CreateInstance(type)!)];
    }

    /// <param name="names">The existing settings.</param>
    /// <param name="environment">The variables of the process; those not meant for the provider are ignored.</param>
    /// <returns>The settings and their errors: one sentence each, without its full stop.</returns>
    public static (ProviderSettings Settings, IReadOnlyList<string> Errors) Read(SettingNames names, IDictionary environment)
    {
        var reader = new SettingsReader(names);
        var variables = environment.Cast<DictionaryEntry>().Select(variable => (Name: (string)variable.Key, Value: (string?)variable.Value ?? ""));
        foreach (var (name, value) in variables.Where(variable => names.IsMeant(variable.Name)).OrderBy(variable => variable.Name, StringComparer.Ordinal))
        {
            reader.Set(name, value);
        }

        return (ProviderSettings.Of(reader.options), reader.errors);
    }

    /// <summary>The errors in settings that were read: values out of range and inconsistent settings.</summary>
    public static IReadOnlyList<string> Errors(SettingNames names, ProviderSettings settings) =>
        [.. settings.Errors().Select(names.Name)];

    /// <param name="errors">Sentences without their full stops.</param>
    /// <returns>The messages for the operator, one per line.</returns>
    public static string Sentences(params IEnumerable<string> errors) =>
        string.Join(Environment.NewLine, errors.Select(error => $"Setting: {error}{(error.EndsWith('?') ? "" : ".")}"));

    private void Set(string variable, string value)
    {
        if (!names.Properties.TryGetValue(variable, out var property))
        {
            var nearest = names.Nearest(variable);
            errors.Add($"{Shown(variable)} is unknown{(nearest is null ? "; docs/settings.md lists all settings" : $"; did you mean {nearest}?")}");
        }
        else if (string.IsNullOrWhiteSpace(value))
        {
            errors.Add($"{Shown(variable)} is empty: give it a value, or unset it");
        }
        else if (Parse(property, value.Trim()) is { } parsed)
        {
            property.SetValue(options.Find(property.DeclaringType!.IsInstanceOfType), parsed);
        }
        else
        {
            errors.Add($"{Shown(variable)} must be {Allowed(property)}");
        }
    }

    private static object? Parse(PropertyInfo property, string text) => TypeOf(property) switch
    {
        var type when type == typeof(bool) => bool.TryParse(text, out var isOn) ? isOn : null,
        var type when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Range(property).IsValid(number) ? number : null,
        var type when type == typeof(Uri) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : null,
        { IsEnum: true } type => Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null,
        _ => text,
    };

    private static string Allowed(PropertyInfo property) => TypeOf(property) switch
    {
        var type when type == typeof(bool) => "true or false",
        var type when type == typeof(int) => Range(property) is { Maximum: int.MaxValue } range
            ? $"a whole number of at least {range.Minimum}"
            : $"a whole number from {Range(property).Minimum} to {Range(property).Maximum}",
        { IsEnum: true } type => $"{string.Join(", ", Enum.GetNames(type)[..^1])} or {Enum.GetNames(type)[^1]}",
        _ => "a URL",
    };

    private static Type TypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static RangeAttribute Range(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>()!;

    /// <summary>Replaces unusual characters, because the name of a variable may hold any.</summary>
    private static string Shown(string variable) => string.Concat(variable.Select(character => char.IsAsciiLetterOrDigit(character) || character == '_' ? character : '?'));
}
