using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace GpConnect.Foundations.Settings;

/// <summary>
/// The settings of the provider: the options of each feature. Each option is read from the environment variable <c>GPCONNECT_</c>
/// plus the name of its property. An invalid setting stops the start with one clear line.
/// </summary>
internal sealed class ProviderSettings
{
    private ProviderSettings(ImmutableArray<FeatureOptions> options) => Options = options;

    /// <summary>One for each feature.</summary>
    public ImmutableArray<FeatureOptions> Options { get; }

    /// <param name="options">One for each feature.</param>
    public static ProviderSettings Of(IEnumerable<FeatureOptions> options) => new([.. options]);

    public T Get<T>()
        where T : FeatureOptions => Options.OfType<T>().Single();

    /// <summary>The settings with other options of one feature.</summary>
    public ProviderSettings With<T>(T changed)
        where T : FeatureOptions => new(Options.Replace(Get<T>(), changed));

    /// <returns>Values out of range and inconsistent options: sentences without full stops that name options by their properties.</returns>
    public IEnumerable<string> Errors() => Options.SelectMany(Errors);

    private IEnumerable<string> Errors(FeatureOptions one)
    {
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(one, new ValidationContext(one), results, validateAllProperties: true)
            ? one.Errors(this)
            : results.Select(result => result.ErrorMessage!);
    }
}
