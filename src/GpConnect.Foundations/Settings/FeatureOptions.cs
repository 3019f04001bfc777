namespace GpConnect.Foundations.Settings;

/// <summary>
/// The options of one feature. Attributes say what each may be; <see cref="Errors"/> says whether they agree with each other and
/// with those of other features.
/// </summary>
internal abstract record FeatureOptions
{
    /// <returns>What is wrong: sentences without full stops, in which properties have their names.</returns>
    public virtual IEnumerable<string> Errors(ProviderSettings settings) => [];

    /// <summary>Without the values: some are keys.</summary>
    public sealed override string ToString() => GetType().Name;
}
