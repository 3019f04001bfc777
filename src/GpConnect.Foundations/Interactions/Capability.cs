namespace GpConnect.Foundations.Interactions;

/// <summary>The GP Connect capabilities that this provider implements; each practice has a switch for each.</summary>
internal enum Capability
{
    Foundations,
}
