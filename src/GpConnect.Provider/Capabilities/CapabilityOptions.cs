using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Provider.Capabilities;

/// <summary>Settings of the CapabilityStatement.</summary>
internal sealed record CapabilityOptions : FeatureOptions
{
    /// <summary>Version of the GP Connect specification that the CapabilityStatement states. The default is 1.2.7.</summary>
    [Required, RegularExpression(@"^\d+\.\d+\.\d+$", ErrorMessage = "SpecificationVersion must be three numbers separated by dots, such as 1.2.7")]
    public string SpecificationVersion { get; init; } = "1.2.7";

    /// <summary>A FHIR JSON file that is served instead of the generated CapabilityStatement (Q-22). Not set by default.</summary>
    public string? CapabilityStatementFile { get; init; }
}
