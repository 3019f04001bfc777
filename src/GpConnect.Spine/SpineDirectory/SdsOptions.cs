using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>The Spine Directory Service.</summary>
internal sealed record SdsOptions : FeatureOptions
{
    /// <summary>The Spine Directory Service over LDAP: <c>ldaps://host</c>, optionally with a port. Not set by default.</summary>
    public Uri? SdsLdap { get; init; }

    /// <summary>DN below which the records are. The default is <c>ou=services,o=nhs</c>.</summary>
    [Required]
    public string SdsBaseDn { get; init; } = "ou=services,o=nhs";

    /// <summary>
    /// PEM file of the client certificate for the directory, and its issuing certificates. Goes with an <c>ldaps</c>
    /// <see cref="SdsLdap"/>.
    /// </summary>
    public string? SdsClientCertificate { get; init; }

    /// <summary>PEM file of the key of <see cref="SdsClientCertificate"/>, without a password.</summary>
    public string? SdsClientKey { get; init; }

    /// <summary>Roots that the directory's certificate must chain to, and intermediates: PEM text, a file or a folder.</summary>
    public string? SdsRoots { get; init; }

    /// <summary>The Spine Directory Service over its FHIR API, in place of <see cref="SdsLdap"/>. Not set by default.</summary>
    public Uri? SdsFhirEndpoint { get; init; }

    /// <summary>API key of the application for <see cref="SdsFhirEndpoint"/>.</summary>
    [RegularExpression("^[!-~]+$", ErrorMessage = "SdsApiKey must be printable ASCII without blanks")]
    public string? SdsApiKey { get; init; }

    /// <summary>ODS code of the manufacturer of this system, to distinguish it from others in the directory. Not set by default.</summary>
    public string? SdsSupplier { get; init; }

    /// <summary>Seconds that one attempt to connect to the directory may take, 1 to 30. The default is 5.</summary>
    [Range(1, 30)]
    public int SdsConnectSeconds { get; init; } = 5;

    /// <summary>Seconds that one search in the directory may take, 1 to 30. The default is 3.</summary>
    [Range(1, 30)]
    public int SdsQuerySeconds { get; init; } = 3;

    /// <summary>Attempts to connect to the directory, 1 to 10. The default is 3.</summary>
    [Range(1, 10)]
    public int SdsConnectionTries { get; init; } = 3;

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        if (SdsLdap is not null && SdsFhirEndpoint is not null)
        {
            yield return "SdsLdap and SdsFhirEndpoint are two ways to the same directory; set one";
        }

        if (SdsLdap is { } ldap && !IsLdap(ldap))
        {
            yield return "SdsLdap must be ldaps://host or ldaps://host:port; ldap:// is for loopback only";
        }

        if (SdsLdap is not null && !OperatingSystem.IsLinux())
        {
            yield return "SdsLdap works on Linux only; SdsFhirEndpoint works everywhere";
        }

        var isSecure = SdsLdap is { IsAbsoluteUri: true, Scheme: SdsDirectory.SecureLdap };
        string?[] files = [SdsClientCertificate, SdsClientKey, SdsRoots];
        if (files.Any(file => file is not null != isSecure))
        {
            yield return "SdsClientCertificate, SdsClientKey and SdsRoots go with an SdsLdap of ldaps, all three";
        }

        if (SdsFhirEndpoint is { } endpoint && !IsHttp(endpoint))
        {
            yield return "SdsFhirEndpoint must be an https URL without a query, except on loopback";
        }

        if (SdsFhirEndpoint is null != SdsApiKey is null)
        {
            yield return "SdsFhirEndpoint and SdsApiKey go together";
        }
    }

    private static bool IsLdap(Uri uri) => uri is { IsAbsoluteUri: true, DnsSafeHost.Length: > 0, PathAndQuery: "" or "/" }
        && (uri.Scheme == SdsDirectory.SecureLdap || uri.Scheme == SdsDirectory.PlainLdap && uri.IsLoopback);

    private static bool IsHttp(Uri uri) => uri is { IsAbsoluteUri: true, Query: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
}
