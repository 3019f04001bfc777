using GpConnect.Testing;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Spine.Tests.SpineDirectory;

/// <summary>Settings with which no look-up would work, or with which the server would not be authenticated.</summary>
public sealed class SdsSettingsTests
{
    [LinuxTheory]
    [Case("SDS-15", "nothing", null, null)]
    [Case("SDS-15", "ldap", "ldaps://ldap.example", null)]
    [Case("SDS-15", "ldap", "ldaps://ldap.example:10636/", null)]
    [Case("SDS-15", "ldap without TLS", "ldap://127.0.0.1:389", null)]
    [Case("SDS-15", "fhir", "https://api.example/spine-directory/FHIR/R4", null)]
    [Case("SDS-15", "ldap", "ldap://ldap.example", "SdsLdap must be ldaps://host")]
    [Case("SDS-15", "ldap without TLS", "ldap://ldap.example", "SdsLdap must be ldaps://host")]
    [Case("SDS-15", "ldap", "https://ldap.example", "SdsLdap must be ldaps://host")]
    [Case("SDS-15", "ldap", "ldaps://ldap.example/ou=services,o=nhs", "SdsLdap must be ldaps://host")]
    [Case("SDS-15", "ldap", "ldap.example", "SdsLdap must be ldaps://host")]
    [Case("SDS-15", "ldap without TLS", "ldaps://ldap.example", "SdsClientCertificate, SdsClientKey and SdsRoots go with")]
    [Case("SDS-15", "ldap without roots", "ldaps://ldap.example", "SdsClientCertificate, SdsClientKey and SdsRoots go with")]
    [Case("SDS-15", "ldap", "ldap://127.0.0.1", "SdsClientCertificate, SdsClientKey and SdsRoots go with")]
    [Case("SDS-15", "fhir", "http://api.example/", "SdsFhirEndpoint must be an https URL")]
    [Case("SDS-15", "fhir", "https://api.example/?a", "SdsFhirEndpoint must be an https URL")]
    [Case("SDS-15", "fhir without a key", "https://api.example/", "SdsFhirEndpoint and SdsApiKey go together")]
    [Case("SDS-15", "fhir with a bad key", "https://api.example/", "SdsApiKey must be printable")]
    [Case("SDS-15", "both", "ldaps://ldap.example", "two ways to the same directory")]
    public void Settings_fit_together_or_prevent_the_start(string id, string kind, string? address, string? message)
    {
        Assert.NotEmpty(id);
        var options = new TestSettings();
        var uri = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute);
        if (kind.StartsWith("fhir", StringComparison.Ordinal) || kind == "both")
        {
            options.SdsFhirEndpoint = kind == "both" ? new Uri("https://api.example/") : uri;
            options.SdsApiKey = kind switch { "fhir without a key" => null, "fhir with a bad key" => "two\nlines", _ => "key" };
        }

        if (kind.StartsWith("ldap", StringComparison.Ordinal) || kind == "both")
        {
            options.SdsLdap = uri;
        }

        if (kind is "ldap" or "ldap without roots" or "both")
        {
            (options.SdsClientCertificate, options.SdsClientKey) = ("client.pem", "client.key");
            options.SdsRoots = kind == "ldap without roots" ? null : "roots.pem";
        }

        var errors = options.Errors();

        if (message is null)
        {
            Assert.Empty(errors);
        }
        else
        {
            Assert.Contains(message, errors[0], StringComparison.Ordinal);
        }
    }
}
