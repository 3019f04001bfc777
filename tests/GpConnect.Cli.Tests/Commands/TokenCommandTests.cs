using System.Diagnostics;
using GpConnect.Foundations.Interactions;
using GpConnect.Provider.Tokens;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Cli.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed class TokenCommandTests : IDisposable
{
    private readonly CommandHarness harness = new();

    public static TheoryData<string> Interactions => [.. Interaction.All.Select(row => row.Id.Split(":fhir:")[1])];

    [Theory]
    [MemberData(nameof(Interactions))]
    public async Task The_token_of_every_interaction_is_valid(string interaction)
    {
        var token = (await harness.DoAsync("token", interaction)).Trim();

        var payload = System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]);
        await using var services = harness.Services();
        Assert.True(services.GetRequiredService<BearerTokenValidator>().Validate(payload, "x").Try(out _, out var failure), failure?.Diagnostics);
    }

    [Fact]
    public async Task The_curl_output_for_a_search_is_one_shell_command_with_an_encoded_query()
    {
        await harness.DoAsync("import", CommandHarness.Samples);

        var curl = await harness.DoAsync("token", "rest:search:patient-1", "--curl", "--target", "it's|$HOME", "--port", "7391");

        var arguments = await ShellAsync(curl);
        Assert.Contains("http://localhost:7391/A20047/STU3/1/gpconnect/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7Cit%27s%7C%24HOME", arguments);
        Assert.Contains("Ssp-To: 918999198993", arguments);
        Assert.Contains("Ssp-InteractionID: urn:nhs:names:services:gpconnect:fhir:rest:search:patient-1", arguments);
    }

    [Fact]
    public async Task The_curl_output_for_a_registration_sends_the_file_with_its_content_type()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        var body = harness.Write("it's.xml", "<Parameters/>");

        var arguments = await ShellAsync(await harness.DoAsync("token", "operation:gpc.registerpatient-1", "--curl", "--body", body));

        Assert.Contains("http://localhost:7071/A20047/STU3/1/gpconnect/Patient/$gpc.registerpatient", arguments);
        Assert.Contains("Content-Type: application/fhir+xml", arguments);
        Assert.Contains($"@{body}", arguments);
    }

    [Theory]
    [InlineData(null, "http://localhost:1/A/STU3/1/gpconnect", "http://localhost:1/A/STU3/1/gpconnect")]
    [InlineData("https://provider.nhs.uk", "http://localhost:1/A/STU3/1/gpconnect", "https://provider.nhs.uk/A/STU3/1/gpconnect")]
    public void The_request_goes_to_this_machine_and_the_token_names_the_public_host(string? host, string url, string audience)
    {
        Assert.Equal(new Cli.Commands.LocalRoot(url, audience), Cli.Commands.LocalRoot.Of(new TestSettings { PublicHost = host }, "http://localhost:1", "A"));
    }

    public void Dispose() => harness.Dispose();

    /// <summary>The arguments that a shell would pass to curl.</summary>
    private static async Task<string[]> ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await shell.StandardInput.WriteAsync("curl() { printf '%s\\n' \"$@\"; }\n" + command);
        shell.StandardInput.Close();
        return (await shell.StandardOutput.ReadToEndAsync()).Split('\n');
    }
}
