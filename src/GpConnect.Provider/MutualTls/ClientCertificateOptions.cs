using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Provider.MutualTls;

/// <summary>Settings that decide which client certificates are trusted.</summary>
internal sealed record ClientCertificateOptions : FeatureOptions
{
    /// <summary>Roots that client certificates must chain to, and intermediates: PEM text, a file or a folder.</summary>
    public string? ClientRoots { get; init; }

    /// <summary>
    /// Revocation lists, one in force for each issuer: PEM text, a file or a folder. Without them revocation is not checked.
    /// </summary>
    public string? RevocationLists { get; init; }

    /// <summary>Names of the Spine Secure Proxy, separated by commas; a client certificate must bear one of them.</summary>
    [RegularExpression(@"[\w.-]+( *, *[\w.-]+)*", ErrorMessage = "SpineProxyNames must be host names separated by commas")]
    public string? SpineProxyNames { get; init; }

    /// <summary>
    /// Header in which a Functions host's front end forwards the client certificate, in Azure <c>X-ARR-ClientCert</c>. Not set by
    /// default.
    /// </summary>
    public string? ClientCertificateHeader { get; init; }
}
