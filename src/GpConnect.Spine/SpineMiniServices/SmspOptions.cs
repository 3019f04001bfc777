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

    /// <summary>
    /// Client certificate for the Spine Mini Services and its issuing certificates: PEM text, a file or a folder. Goes with <c>smsp</c>.
    /// </summary>
    public string? SmspClientCertificate { get; init; }

    /// <summary>
    /// Key of <see cref="SmspClientCertificate"/> as PKCS #8 without a password: PEM text or a file. Goes with <c>smsp</c>.
    /// </summary>
    public string? SmspClientKey { get; init; }

    /// <summary>
    /// Roots that the certificate of the Spine Mini Services must chain to, and intermediates: PEM text, a file or a folder. If not set,
    /// the system's roots.
    /// </summary>
    public string? SmspRoots { get; init; }

    /// <summary>Name of this system in the WS-Security header. The default is <c>gpconnect-foundations</c>.</summary>
    [Required]
    public string SmspUsername { get; init; } = "gpconnect-foundations";

    /// <summary>ITK address of the sender, with <c>{ODS}</c> in place of the practice's code.</summary>
    [Required, RegularExpression(@"urn:\S+", ErrorMessage = "SmspSenderAddress must be a URN")]
    public string SmspSenderAddress { get; init; } = "urn:nhs-uk:addressing:ods:{ODS}:gpconnect-foundations";

    /// <summary>
    /// The requester, for the audit of the Spine Mini Services: a URN with <c>{ODS}</c> in place of the practice's code, or the system's
    /// own ASID.
    /// </summary>
    [Required, RegularExpression(@"urn:\S+|\d{12}", ErrorMessage = "SmspAuditIdentity must be a URN or an ASID of 12 digits")]
    public string SmspAuditIdentity { get; init; } = "urn:nhs-uk:identity:ods:{ODS}:gpconnect-foundations";

    /// <summary>
    /// Whether to accept records of the Spine Mini Services, although those do not say whether a record is sensitive
    /// (spine-clients.md §2.5). Off by default: then no number is verified.
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
