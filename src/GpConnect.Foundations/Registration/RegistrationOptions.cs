using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Foundations.Registration;

/// <summary>The options of registrations.</summary>
internal sealed record RegistrationOptions : FeatureOptions
{
    /// <summary>Days until a temporary registration ends, 1 to 3650. The default is 90.</summary>
    [Range(1, 3650)]
    public int RegistrationDays { get; init; } = 90;
}
