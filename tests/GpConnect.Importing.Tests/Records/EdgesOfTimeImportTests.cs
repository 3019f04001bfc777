using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.Records;

/// <summary>Exports of other systems write "for ever" as the last day of the year 9999.</summary>
[Collection(ConsoleTests.Name)]
public sealed class EdgesOfTimeImportTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CommandHarness harness = new();

    [Theory]
    [Case("IM-21", "9999", true)]
    [Case("IM-21", "9999-12", true)]
    [Case("IM-21", "9999-12-31", true)]
    [Case("IM-21", "9999-12-31T23:59:59.9999999Z", true)]
    [Case("IM-21", "9999-12-31T23:59:59+14:00", true)]
    [Case("IM-21", "9999-12-31T23:59:59.9999999+14:00", true)]
    [Case("IM-21", "0001", false)]
    [Case("IM-21", "0001-01-01", false)]
    [Case("IM-21", "0001-01-01T00:00:00-14:00", false)]
    public async Task A_registration_may_end_at_the_edges_of_time(string id, string end, bool isActive)
    {
        Assert.NotEmpty(id);
        var patient = TestPractice.Patient();
        TestPractice.Details(patient).Add(JsonNode.Parse($$$"""{"url":"registrationPeriod","valuePeriod":{"end":"{{{end}}}"}}"""));

        var output = await harness.DoAsync("import", TestPractice.WriteTo(harness, patient));

        Assert.Contains("5 read, 5 written, 0 unchanged, 0 rejected", output, StringComparison.Ordinal);
        Assert.Equal(isActive, (await harness.ReadAsync(TestPractice.Ods, "Patient", "p"))!.Envelope.IsActive(Now));
    }

    [Theory]
    [Case("IM-21", "0001", "9999")]
    [Case("IM-21", "0001-01", "9999-12")]
    [Case("IM-21", "0001-01-01", "9999-12-31")]
    [Case("IM-21", "0001-01-01T00:00:00-14:00", "9999-12-31T23:59:59.9999999+14:00")]
    public async Task Of_two_names_the_one_that_is_valid_until_the_year_9999_is_served(string id, string first, string last)
    {
        Assert.NotEmpty(id);
        var names = $$$"""
            [{"use":"official","family":"Former","period":{"end":"{{{first}}}"}},
             {"use":"official","family":"Current","period":{"start":"{{{first}}}","end":"{{{last}}}"}}]
            """;
        var (patient, clinician) = (TestPractice.Patient(), TestPractice.Practitioner());
        patient["name"] = JsonNode.Parse(names);
        clinician["name"] = JsonNode.Parse(names);
        TestPractice.WriteTo(harness, patient);
        harness.Write("practice/structure.json", TestPractice.Bundle(TestPractice.Organization(), TestPractice.Location(), clinician).ToJsonString());

        await harness.DoAsync("import", Path.Combine(harness.Files, "practice"));

        foreach (var served in new[] { await ServedAsync("Patient", "p"), await ServedAsync("Practitioner", "g") })
        {
            Assert.Contains("Current", served, StringComparison.Ordinal);
            Assert.DoesNotContain("Former", served, StringComparison.Ordinal);
        }
    }

    public void Dispose() => harness.Dispose();

    private async Task<string> ServedAsync(string type, string id) =>
        Encoding.UTF8.GetString((await harness.ReadAsync(TestPractice.Ods, type, id))!.Body.Span);
}
