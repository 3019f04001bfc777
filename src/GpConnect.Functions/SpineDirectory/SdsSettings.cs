using System.ComponentModel.DataAnnotations;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.SpineDirectory;

/// <summary>Which settings of SDS go together, and the directory that they lead to.</summary>
internal static class SdsSettings
{
    public const string SecureLdap = "ldaps";
    private const string PlainLdap = "ldap";

    public static ISpineDirectory? Directory(ProviderOptions options) => options switch
    {
        { SdsLdap: not null } => new LdapDirectory(options),
        { SdsFhirEndpoint: not null } => new FhirDirectory(options),
        _ => null,
    };

    public static IEnumerable<ValidationResult> Faults(ProviderOptions options)
    {
        if (options is { SdsLdap: not null, SdsFhirEndpoint: not null })
        {
            yield return new ValidationResult("SdsLdap and SdsFhirEndpoint are two ways to the same directory; set one");
        }

        if (options.SdsLdap is { } ldap && !IsLdap(ldap))
        {
            yield return new ValidationResult("SdsLdap is ldaps://host or ldaps://host:port; ldap:// is for loopback only");
        }

        if (options.SdsLdap is not null && !OperatingSystem.IsLinux())
        {
            yield return new ValidationResult("SdsLdap works on Linux only; SdsFhirEndpoint works everywhere");
        }

        var isSecure = options.SdsLdap is { IsAbsoluteUri: true, Scheme: SecureLdap };
        string?[] files = [options.SdsClientCertificate, options.SdsClientKey, options.SdsRoots];
        if (files.Any(file => file is not null != isSecure))
        {
            yield return new ValidationResult("SdsClientCertificate, SdsClientKey and SdsRoots go with an SdsLdap of ldaps, all three");
        }

        if (options.SdsFhirEndpoint is { } endpoint && !IsHttp(endpoint))
        {
            yield return new ValidationResult("SdsFhirEndpoint is an https URL without a query, except on loopback");
        }

        if (options.SdsFhirEndpoint is null != options.SdsApiKey is null)
        {
            yield return new ValidationResult("SdsFhirEndpoint and SdsApiKey go together");
        }
    }

    private static bool IsLdap(Uri uri) => uri is { IsAbsoluteUri: true, DnsSafeHost.Length: > 0, PathAndQuery: "" or "/" }
        && (uri.Scheme == SecureLdap || uri.Scheme == PlainLdap && uri.IsLoopback);

    private static bool IsHttp(Uri uri) => uri is { IsAbsoluteUri: true, Query: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
}
