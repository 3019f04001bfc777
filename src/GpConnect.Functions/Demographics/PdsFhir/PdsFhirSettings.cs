using System.ComponentModel.DataAnnotations;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Demographics.PdsFhir;

/// <summary>Which settings of PDS FHIR go together.</summary>
internal static class PdsFhirSettings
{
    public static IEnumerable<ValidationResult> Faults(ProviderOptions options)
    {
        var isChosen = options.PdsGateway == PdsGatewayServices.PdsFhir;
        if (isChosen != options.PdsFhirEndpoint is not null)
        {
            yield return new ValidationResult("PdsFhirEndpoint goes with PdsGateway pds-fhir, and only with it");
        }

        var credentials = new object?[] { options.PdsFhirTokenEndpoint, options.PdsFhirApiKey, options.PdsFhirKeyId, options.PdsFhirPrivateKey };
        if (credentials.Any(part => part is not null) && !(isChosen && credentials.All(part => part is not null)))
        {
            yield return new ValidationResult(
                "PdsFhirTokenEndpoint, PdsFhirApiKey, PdsFhirKeyId and PdsFhirPrivateKey go together, and with PdsGateway pds-fhir");
        }

        if (!ProviderOptions.IsSecure(options.PdsFhirEndpoint))
        {
            yield return new ValidationResult("PdsFhirEndpoint is an https URL, except on loopback");
        }

        if (!ProviderOptions.IsSecure(options.PdsFhirTokenEndpoint))
        {
            yield return new ValidationResult("PdsFhirTokenEndpoint is an https URL, except on loopback");
        }
    }
}
