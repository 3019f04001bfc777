namespace GpConnect.Foundations.Resources;

/// <summary>The state that the rules share while they validate one resource.</summary>
/// <param name="now">Decides which of several names is current.</param>
internal sealed class ResourceValidation(DateTimeOffset now)
{
    public DateTimeOffset Now => now;

    public List<LocalReference> References { get; } = [];

    /// <summary>What was completed, or interpreted differently from the source; without values.</summary>
    public List<string> Notes { get; } = [];
}
