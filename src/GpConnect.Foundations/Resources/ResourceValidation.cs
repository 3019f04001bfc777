namespace GpConnect.Foundations.Resources;

/// <summary>What the rules of one resource share while they judge it.</summary>
/// <param name="now">Decides which of several names is current.</param>
internal sealed class ResourceValidation(DateTimeOffset now)
{
    public DateTimeOffset Now => now;

    public List<LocalReference> References { get; } = [];

    /// <summary>What was completed or read differently from how it stands there, without values.</summary>
    public List<string> Notes { get; } = [];
}
