using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using GpConnect.Testing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Spine.Tests.PdsFhir;

public sealed class PdsFhirSettingsTests
{
    [Theory]
    [Case("PF-50", "another gateway", "PdsGateway must be embedded, pds-fhir or smsp")]
    [Case("PF-50", "no endpoint", "PdsFhirEndpoint goes with PdsGateway pds-fhir")]
    [Case("PF-50", "endpoint of a gateway that is not chosen", "PdsFhirEndpoint goes with PdsGateway pds-fhir")]
    [Case("PF-50", "no key", "go together")]
    [Case("PF-50", "no key id", "go together")]
    [Case("PF-50", "no API key", "go together")]
    [Case("PF-50", "no token endpoint", "go together")]
    [Case("PF-50", "plain http", "https")]
    [Case("PF-50", "tokens over plain http", "https")]
    [Case("PF-50", "no time", "PdsTimeoutSeconds")]
    [Case("PF-50", "no requests", "PdsRequestsPerSecond")]
    public void Settings_that_do_not_fit_together_prevent_the_start(string id, string error, string named)
    {
        Assert.NotEmpty(id);
        Assert.Null(ErrorOf(_ => { }));
        Assert.Contains(named, ErrorOf(options => ChangeToken(options, error)), StringComparison.Ordinal);
    }

    [Theory]
    [Case("PF-51", "not there")]
    [Case("PF-51", "no PEM")]
    [Case("PF-51", "public")]
    [Case("PF-51", "of another kind")]
    [Case("PF-51", "short")]
    [Case("PF-51", "with a password")]
    [Case("PF-51", "two")]
    public async Task A_key_that_cannot_sign_prevents_the_start_and_is_not_shown(string id, string error)
    {
        Assert.NotEmpty(id);
        using var key = RSA.Create(error == "short" ? 1024 : 2048);
        using var curve = ECDsa.Create();
        var pem = error switch
        {
            "not there" => "/nowhere/pds.pem",
            "no PEM" => "-----BEGIN nothing",
            "public" => key.ExportSubjectPublicKeyInfoPem(),
            "of another kind" => curve.ExportPkcs8PrivateKeyPem(),
            "with a password" => key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)),
            "two" => $"{key.ExportPkcs8PrivateKeyPem()}\n{key.ExportPkcs8PrivateKeyPem()}",
            _ => key.ExportPkcs8PrivateKeyPem(),
        };

        var fatal = await Assert.ThrowsAsync<ValidationException>(() => PdsFhirProvider.StartAsync(options => options.PdsFhirPrivateKey = pem));

        Assert.StartsWith("PdsFhirPrivateKey: ", fatal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", fatal.Message, StringComparison.Ordinal);
        Assert.True(pem.Length < 200 || !fatal.Message.Contains(pem[^100..^50], StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("PF-51")]
    public async Task A_key_may_be_given_in_the_setting_itself()
    {
        await using var live = await PdsFhirProvider.StartAsync(options => options.PdsFhirPrivateKey = File.ReadAllText(options.PdsFhirPrivateKey!));

        (await live.RegisterAsync(live.NewPerson())).Registers();
    }

    private static void ChangeToken(TestSettings options, string error)
    {
        switch (error)
        {
            case "another gateway":
                options.PdsGateway = "pds";
                break;
            case "no endpoint":
                options.PdsFhirEndpoint = null;
                break;
            case "endpoint of a gateway that is not chosen":
                options.PdsGateway = "embedded";
                break;
            case "no key":
                options.PdsFhirPrivateKey = null;
                break;
            case "no key id":
                options.PdsFhirKeyId = null;
                break;
            case "no API key":
                options.PdsFhirApiKey = null;
                break;
            case "no token endpoint":
                options.PdsFhirTokenEndpoint = null;
                break;
            case "plain http":
                options.PdsFhirEndpoint = new Uri("http://api.service.nhs.uk/personal-demographics/FHIR/R4");
                break;
            case "tokens over plain http":
                options.PdsFhirTokenEndpoint = new Uri("http://api.service.nhs.uk/oauth2/token");
                break;
            case "no time":
                options.PdsTimeoutSeconds = 1;
                break;
            default:
                options.PdsRequestsPerSecond = 0;
                break;
        }
    }

    private static string? ErrorOf(Action<TestSettings> change)
    {
        var options = new TestSettings
        {
            PdsGateway = "pds-fhir",
            PdsFhirEndpoint = new Uri("https://api.service.nhs.uk/personal-demographics/FHIR/R4"),
            PdsFhirTokenEndpoint = new Uri("https://api.service.nhs.uk/oauth2/token"),
            PdsFhirApiKey = "key",
            PdsFhirKeyId = "kid",
            PdsFhirPrivateKey = "pds.pem",
        };
        change(options);
        return options.Errors() is [var first, ..] ? first : null;
    }
}
