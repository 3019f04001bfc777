using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>Operator commands while a server runs on the same store.</summary>
[Collection(ConsoleTests.Name)]
public sealed class RunningServerTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [InlineData("deactivate")]
    [InlineData("mark-sensitive")]
    [InlineData("mark-deceased", "--date", "2026-01-01")]
    [InlineData("merge", "--into", "2")]
    public async Task The_next_request_does_not_return_a_patient_that_an_operator_has_marked(string verb, params string[] more)
    {
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, SampleData.Ods));
        await using var server = await RunningProvider.StartAsync(options => options.DataFolder = harness.Data);
        (await server.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        (await server.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Finds(1);

        await harness.DoAsync(["patient", verb, "1", "--practice", SampleData.Ods, "--reason", "x", .. more]);

        (await server.SendAsync(ApiRequest.Read("Patient", "1"))).Fails(404, "PATIENT_NOT_FOUND");
        (await server.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Finds(0);
    }

    [Fact]
    public async Task The_next_request_returns_what_was_imported()
    {
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, SampleData.Ods));
        await using var server = await RunningProvider.StartAsync(options => options.DataFolder = harness.Data);
        var before = (await server.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        var patients = await File.ReadAllTextAsync(Path.Combine(CommandHarness.Samples, SampleData.Ods, "patients.json"));
        var family = (string)before["name"]![0]!["family"]!;

        await harness.DoAsync("import", harness.Write("patients.json", patients.Replace(family, "Changed", StringComparison.Ordinal)), "--practice", SampleData.Ods);

        var after = (await server.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        Assert.Equal("Changed", (string?)after["name"]![0]!["family"]);
        Assert.Equal("2", (string?)after["meta"]!["versionId"]);
    }

    public void Dispose() => harness.Dispose();
}
