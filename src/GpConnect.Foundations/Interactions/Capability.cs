namespace GpConnect.Foundations.Interactions;

/// <summary>The GP Connect capabilities that this provider implements; each is switched per practice.</summary>
internal enum Capability
{
    Foundations,
}
