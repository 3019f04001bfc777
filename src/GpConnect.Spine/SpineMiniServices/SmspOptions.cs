using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Settings;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>The Spine Mini Services.</summary>
internal sealed record SmspOptions : FeatureOptions
{
    /// <summary>URL of the Spine Mini Services, for example <c>https://host/smsp/pds</c>. Goes with <c>smsp</c>.</summary>
    public Uri? SmspEndpoint { get; init; }

    /// <summary>Certificate that is shown to the Spine Mini Services, and those above it: PEM text, a file or a folder. Goes with <c>smsp</c>.</summary>
    public string? SmspClientCertificate { get; init; }

    /// <summary>Key of <see cref="SmspClientCertificate"/> as PKCS #8 without a password: PEM text or a file. Goes with <c>smsp</c>.</summary>
    public string? SmspClientKey { get; init; }

    /// <summary>Roots that the Spine Mini Services' certificate has to come from, and intermediates: PEM text, a file or a folder. Without it the system's.</summary>
    public string? SmspRoots { get; init; }

    /// <summary>Name of this system in the WS-Security header. The default is <c>gpconnect-foundations</c>.</summary>
    [Required]
    public string SmspUsername { get; init; } = "gpconnect-foundations";

    /// <summary>ITK address of the sender, with <c>{ODS}</c> where the practice's code stands.</summary>
    [Required, RegularExpression(@"urn:\S+", ErrorMessage = "SmspSenderAddress is a URN")]
    public string SmspSenderAddress { get; init; } = "urn:nhs-uk:addressing:ods:{ODS}:gpconnect-foundations";

    /// <summary>Who asks, for the audit of the Spine Mini Services: a URN with <c>{ODS}</c> where the practice's code stands, or the own ASID.</summary>
    [Required, RegularExpression(@"urn:\S+|\d{12}", ErrorMessage = "SmspAuditIdentity is a URN or an ASID of 12 digits")]
    public string SmspAuditIdentity { get; init; } = "urn:nhs-uk:identity:ods:{ODS}:gpconnect-foundations";

    /// <summary>
    /// Whether a record of Spine Mini Services, which do not tell whether one is sensitive, may be accepted at all
    /// (spine-clients.md §2.5). Off by default: nobody is verified then.
    /// </summary>
    public bool SmspAcceptUnknownSensitivity { get; init; }

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        if (settings.Get<PdsOptions>().PdsGateway != PdsOptions.Smsp)
        {
            yield break;
        }

        if (SmspEndpoint is not { IsAbsoluteUri: true } endpoint || endpoint.Scheme != Uri.UriSchemeHttps)
        {
            yield return "PdsGateway smsp needs SmspEndpoint, an https URL";
        }

        if (SmspClientCertificate is null || SmspClientKey is null)
        {
            yield return "PdsGateway smsp needs SmspClientCertificate and SmspClientKey";
        }

        if (settings.Get<ServiceRootOptions>().PublicHost is null)
        {
            yield return "PdsGateway smsp needs PublicHost, which it states as the sender";
        }
    }
}
