using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Provider.MutualTls;

/// <summary>Whose client certificates are trusted.</summary>
internal sealed record ClientCertificateOptions : FeatureOptions
{
    /// <summary>Roots that client certificates have to come from, and intermediates: PEM text, a file or a folder.</summary>
    public string? ClientRoots { get; init; }

    /// <summary>Revocation lists, one in force for each issuer: PEM text, a file or a folder. Without it revocation is not checked.</summary>
    public string? RevocationLists { get; init; }

    /// <summary>Names of the Spine Secure Proxy, with commas between; a client certificate has to bear one of them.</summary>
    [RegularExpression(@"[\w.-]+( *, *[\w.-]+)*", ErrorMessage = "SpineProxyNames are host names with commas between")]
    public string? SpineProxyNames { get; init; }

    /// <summary>Header in which a Functions host's front end passes the client certificate on, in Azure <c>X-ARR-ClientCert</c>. Not set by default.</summary>
    public string? ClientCertificateHeader { get; init; }
}
