using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Provider.Capabilities;

/// <summary>The CapabilityStatement.</summary>
internal sealed record CapabilityOptions : FeatureOptions
{
    /// <summary>Version of the GP Connect specification that the CapabilityStatement states. The default is 1.2.7.</summary>
    [Required, RegularExpression(@"^\d+\.\d+\.\d+$", ErrorMessage = "SpecificationVersion is three numbers with points between, such as 1.2.7")]
    public string SpecificationVersion { get; init; } = "1.2.7";

    /// <summary>A FHIR JSON file served as CapabilityStatement in place of the generated one (Q-22). Not set by default.</summary>
    public string? CapabilityStatementFile { get; init; }
}
