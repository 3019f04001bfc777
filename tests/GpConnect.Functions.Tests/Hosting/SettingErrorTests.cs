using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Testing;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.Logging;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>The messages that an operator reads about a mistyped setting.</summary>
public sealed class SettingErrorTests
{
    public static TheoryData<string> Settings => [.. KnownSettings.Names.Properties.Keys];

    [Theory]
    [Case("CMD-21", "GPCONNECT_PROT", "GPCONNECT_PORT")]
    [Case("CMD-21", "GPCONNECT_DATA_FOLDER", "GPCONNECT_DATAFOLDER")]
    [Case("CMD-21", "GPCONNECT__LOGLEVEL", "GPCONNECT_LOGLEVEL")]
    [Case("CMD-21", "GPCONNECT_LOGGLEVEL", "GPCONNECT_LOGLEVEL")]
    [Case("CMD-21", "GPCONNECT_COSMOSENDPIONT", "GPCONNECT_COSMOSENDPOINT")]
    [Case("CMD-21", "GPCONNECT_CLIENTROOT", "GPCONNECT_CLIENTROOTS")]
    [Case("CMD-21", "gpconnect_sdsldpa", "GPCONNECT_SDSLDAP")]
    [Case("CMD-21", "gpconnect_port", "GPCONNECT_PORT")]
    [Case("CMD-21", "Gpconnect_DataFolder", "GPCONNECT_DATAFOLDER")]
    [Case("CMD-21", "GP_CONNECT_PUBLICHOST", "GPCONNECT_PUBLICHOST")]
    [Case("CMD-21", "GPCONNECTPUBLICHOST", "GPCONNECT_PUBLICHOST")]
    public void An_unknown_name_is_reported_with_the_nearest_known_name(string id, string typed, string meant)
    {
        Assert.NotEmpty(id);
        Assert.Equal([$"{typed} is unknown; did you mean {meant}?"], Errors((typed, "x")));
    }

    [Theory]
    [Case("CMD-21", "GPCONNECT_NONSENSE")]
    [Case("CMD-21", "GPCONNECT_")]
    public void A_name_that_resembles_no_setting_is_reported_with_the_list_of_settings(string id, string typed)
    {
        Assert.NotEmpty(id);
        Assert.Equal([$"{typed} is unknown; docs/settings.md lists all settings"], Errors((typed, "x")));
    }

    [Fact]
    [Requirement("CMD-21")]
    public void A_name_is_shown_without_characters_that_control_a_terminal()
    {
        Assert.StartsWith("GPCONNECT_A??2J?B is unknown", Assert.Single(Errors(("GPCONNECT_A\u001b[2J\nB", "x"))), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("CMD-21")]
    public void Variables_of_other_programs_are_ignored()
    {
        Assert.Empty(Errors(("PATH", "/bin"), ("GPCONNECTOR_HOME", "/opt"), ("PORT", "80"), ("LOGLEVEL", "loud")));
    }

    [Theory]
    [Case("CMD-22", "GPCONNECT_PORT", "abc", "a whole number from 0 to 65535")]
    [Case("CMD-22", "GPCONNECT_PORT", "65536", "a whole number from 0 to 65535")]
    [Case("CMD-22", "GPCONNECT_PORT", "99999999999", "a whole number from 0 to 65535")]
    [Case("CMD-22", "GPCONNECT_DRAINSECONDS", "00:00:05", "a whole number from 0 to 20")]
    [Case("CMD-22", "GPCONNECT_PDSTIMEOUTSECONDS", "5s", "a whole number from 2 to 30")]
    [Case("CMD-22", "GPCONNECT_STORETIMEOUTSECONDS", "1.5", "a whole number from 1 to 30")]
    [Case("CMD-22", "GPCONNECT_DISKWARNINGMEGABYTES", "0", "a whole number of at least 1")]
    [Case("CMD-22", "GPCONNECT_VERIFICATIONDAYS", "never", "a whole number from 1 to 36500")]
    [Case("CMD-22", "GPCONNECT_CHECKAUDIENCE", "yes", "true or false")]
    [Case("CMD-22", "GPCONNECT_LOGLEVEL", "Info", "Trace, Debug, Information, Warning, Error, Critical or None")]
    [Case("CMD-22", "GPCONNECT_LOGLEVEL", "2", "Trace, Debug, Information, Warning, Error, Critical or None")]
    [Case("CMD-22", "GPCONNECT_PDSGATEWAY", "pds_fhir", "embedded, pds-fhir or smsp")]
    [Case("CMD-22", "GPCONNECT_SPECIFICATIONVERSION", "1.2", "three numbers separated by dots, such as 1.2.7")]
    [Case("CMD-22", "GPCONNECT_PUBLICHOST", "provider.nhs.uk", "a scheme and a host without a path")]
    [Case("CMD-22", "GPCONNECT_LISTEN", "localhost", "an IP address")]
    [Case("CMD-22", "GPCONNECT_SDSLDAP", "directory", "ldaps://host or ldaps://host:port; ldap:// is for loopback only")]
    public void An_invalid_value_is_reported_with_the_allowed_values(string id, string name, string value, string allowed)
    {
        Assert.NotEmpty(id);
        Assert.Contains($"{name} must be {allowed}", Errors((name, value)));
    }

    [Theory]
    [Case("CMD-22", "http://")]
    [Case("CMD-22", "localhost:8081")]
    [Case("CMD-22", "https:/host")]
    [Case("CMD-22", "/a/path")]
    [Case("CMD-22", "http://example.org")]
    [Case("CMD-22", "ftp://localhost/")]
    public void A_URL_of_a_store_or_of_PDS_is_https_unless_it_is_on_loopback(string id, string value)
    {
        Assert.NotEmpty(id);
        foreach (var name in new[] { "GPCONNECT_COSMOSENDPOINT", "GPCONNECT_AUDITCONTAINER", "GPCONNECT_PDSFHIRENDPOINT", "GPCONNECT_PDSFHIRTOKENENDPOINT" })
        {
            Assert.Contains(Errors((name, value)), error => error == $"{name} must be an https URL, except on loopback" || error == $"{name} must be a URL");
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    [Requirement("CMD-23")]
    public void An_empty_value_is_refused_and_the_setting_is_named(string name)
    {
        Assert.Contains($"{name} is empty: give it a value, or unset it", Errors((name, " ")));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    [Requirement("CMD-23")]
    public void An_error_of_a_setting_is_one_line_without_NET_wording_and_without_the_value(string name)
    {
        const string Secret = "s3cret value \u00e9";

        Assert.All(Errors((name, Secret)), error =>
        {
            Assert.Contains("GPCONNECT_", error, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error);
            Assert.DoesNotContain(error.Split(' ', ','), word => typeof(TestSettings).GetProperty(word) is not null);
            Assert.DoesNotMatch("System\\.|Microsoft\\.|Exception|The field|The value|regular expression|Configuration|Binder", error);
        });
    }

    [Fact]
    [Requirement("CMD-23")]
    public void Each_number_has_a_range_that_an_error_can_state()
    {
        Assert.All(
            KnownSettings.Names.Properties.Values.Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(int)),
            property => Assert.NotNull(property.GetCustomAttribute<RangeAttribute>()));
    }

    [Fact]
    [Requirement("CMD-23")]
    public void All_errors_are_reported_at_once()
    {
        Assert.Equal(
            ["GPCONNECT_PORT must be a whole number from 0 to 65535", "GPCONNECT_PROT is unknown; did you mean GPCONNECT_PORT?", "GPCONNECT_CHECKAUDIENCE needs GPCONNECT_PUBLICHOST"],
            Errors(("GPCONNECT_PROT", "1"), ("GPCONNECT_PORT", "x"), ("GPCONNECT_CHECKAUDIENCE", "true")));
    }

    [Fact]
    [Requirement("CMD-22")]
    public void Valid_values_of_each_kind_are_accepted()
    {
        var (settings, errors) = SettingsReader.Read(KnownSettings.Names, Environment(
            ("GPCONNECT_PORT", " 8080 "), ("GPCONNECT_LOGLEVEL", "warning"), ("GPCONNECT_SMSPACCEPTUNKNOWNSENSITIVITY", "True"),
            ("GPCONNECT_VERIFICATIONDAYS", "30"), ("GPCONNECT_COSMOSENDPOINT", "https://name.documents.azure.com/"), ("GPCONNECT_SDSAPIKEY", "key")));

        var options = new TestSettings(settings);
        Assert.Empty(errors);
        Assert.Equal((8080, LogLevel.Warning, true, 30), (options.Port, options.LogLevel, options.SmspAcceptUnknownSensitivity, options.VerificationDays));
        Assert.Equal(("https://name.documents.azure.com/", "key"), (options.CosmosEndpoint!.ToString(), options.SdsApiKey));
    }

    private static List<string> Errors(params (string Name, string Value)[] variables)
    {
        var (options, errors) = SettingsReader.Read(KnownSettings.Names, Environment(variables));
        return [.. errors, .. SettingsReader.Errors(KnownSettings.Names, options)];
    }

    private static Hashtable Environment(params (string Name, string Value)[] variables)
    {
        var environment = new Hashtable();
        foreach (var (name, value) in variables)
        {
            environment.Add(name, value);
        }

        return environment;
    }
}
