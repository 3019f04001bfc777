using System.ComponentModel.DataAnnotations;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Demographics.SpineMiniServices;

/// <summary>What the Spine Mini Services need of the settings.</summary>
internal static class SmspSettings
{
    public static IEnumerable<ValidationResult> Faults(ProviderOptions options)
    {
        if (options.PdsGateway != PdsGatewayServices.Smsp)
        {
            yield break;
        }

        if (options.SmspEndpoint is not { IsAbsoluteUri: true } endpoint || endpoint.Scheme != Uri.UriSchemeHttps)
        {
            yield return new ValidationResult("PdsGateway smsp needs SmspEndpoint, an https URL");
        }

        if (options.SmspClientCertificate is null || options.SmspClientKey is null)
        {
            yield return new ValidationResult("PdsGateway smsp needs SmspClientCertificate and SmspClientKey");
        }

        if (options.PublicHost is null)
        {
            yield return new ValidationResult("PdsGateway smsp needs PublicHost, which it states as the sender");
        }
    }
}
