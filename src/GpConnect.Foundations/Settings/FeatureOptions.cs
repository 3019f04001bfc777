namespace GpConnect.Foundations.Settings;

/// <summary>
/// The options of one feature. Attributes state the allowed values of each option; <see cref="Errors"/> checks that the options are
/// consistent with each other and with those of other features.
/// </summary>
internal abstract record FeatureOptions
{
    /// <returns>The errors: sentences without full stops that name options by their properties.</returns>
    public virtual IEnumerable<string> Errors(ProviderSettings settings) => [];

    /// <summary>Omits the values, because some are keys.</summary>
    public sealed override string ToString() => GetType().Name;
}
