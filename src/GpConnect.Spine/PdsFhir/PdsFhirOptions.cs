using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Settings;

namespace GpConnect.Spine.PdsFhir;

/// <summary>The PDS FHIR API.</summary>
internal sealed record PdsFhirOptions : FeatureOptions
{
    /// <summary>
    /// Base URL of the PDS FHIR API, for example <c>https://api.service.nhs.uk/personal-demographics/FHIR/R4</c>. Not set by default.
    /// </summary>
    public Uri? PdsFhirEndpoint { get; init; }

    /// <summary>
    /// Token URL of the PDS FHIR API, for example <c>https://api.service.nhs.uk/oauth2/token</c>. Without it no token is sent, as in the
    /// public sandbox.
    /// </summary>
    public Uri? PdsFhirTokenEndpoint { get; init; }

    /// <summary>API key of the application, which is its client id. Goes with <see cref="PdsFhirTokenEndpoint"/>.</summary>
    public string? PdsFhirApiKey { get; init; }

    /// <summary>
    /// Id (<c>kid</c>) under which the application's public key is registered; a line <c>kid: id</c> beside the private key overrides it.
    /// Goes with <see cref="PdsFhirTokenEndpoint"/>.
    /// </summary>
    public string? PdsFhirKeyId { get; init; }

    /// <summary>
    /// RSA key that signs token requests: PEM text or a file, without a password. Goes with <see cref="PdsFhirTokenEndpoint"/>.
    /// </summary>
    public string? PdsFhirPrivateKey { get; init; }

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        var isChosen = settings.Get<PdsOptions>().PdsGateway == PdsOptions.PdsFhir;
        if (isChosen != PdsFhirEndpoint is not null)
        {
            yield return "PdsFhirEndpoint goes with PdsGateway pds-fhir, and only with it";
        }

        var credentials = new object?[] { PdsFhirTokenEndpoint, PdsFhirApiKey, PdsFhirKeyId, PdsFhirPrivateKey };
        if (credentials.Any(part => part is not null) && !(isChosen && credentials.All(part => part is not null)))
        {
            yield return "PdsFhirTokenEndpoint, PdsFhirApiKey, PdsFhirKeyId and PdsFhirPrivateKey go together, and with PdsGateway pds-fhir";
        }

        if (!OptionRules.IsSecure(PdsFhirEndpoint))
        {
            yield return "PdsFhirEndpoint must be an https URL, except on loopback";
        }

        if (!OptionRules.IsSecure(PdsFhirTokenEndpoint))
        {
            yield return "PdsFhirTokenEndpoint must be an https URL, except on loopback";
        }
    }
}
