using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Audit;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Sqlite.Tests.Audit;

/// <summary>The id of an entry is made once. A crash may leave the entry in the trail twice; that is a duplicate, not an error.</summary>
[Collection(ConsoleTests.Name)]
public sealed class DuplicateEntryTests : IDisposable
{
    private const string Member = "\"time\":\"2026-06-01T10:00:00+00:00\",\"kind\":\"operator\",\"command\":\"patient show\",\"resources\":[\"Patient/1\"],\"outcome\":\"done\"";

    private readonly CommandHarness harness = new();

    [Fact]
    [Requirement("AT-51")]
    public async Task Every_entry_of_a_request_or_a_command_has_its_own_id()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        await harness.DoAsync("patient", "show", "1", "--practice", "A20047");
        await using (var provider = await RunningProvider.StartAsync(options => options.DataFolder = harness.Data))
        {
            (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
            (await provider.SendAsync(ApiRequest.Read("Patient", "unknown"))).Fails(404, "PATIENT_NOT_FOUND");
            await provider.RegisterAsync(await provider.NewPersonAsync());
        }

        var ids = harness.Audit().Select(entry => Guid.Parse((string)JsonNode.Parse(entry)!["id"]!)).ToList();

        Assert.InRange(ids.Count, 50, int.MaxValue);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [Case("AT-52", 1)]
    [Case("AT-52", 2)]
    public async Task A_repeated_entry_is_counted_by_verify_and_shown_once_by_search(string id, int times)
    {
        Assert.NotEmpty(id);
        var entry = $"\"id\":\"{Guid.NewGuid()}\",{Member}";
        await AppendAsync(entry, $"\"id\":\"{Guid.NewGuid()}\",{Member}", Member);
        await AppendAsync([.. Enumerable.Repeat($"\"again\":true,{entry}", times)]);

        var verified = await harness.DoAsync("audit", "verify");
        var found = await harness.DoAsync("audit", "search", "--patient", "1", "--json");
        await harness.DoAsync("audit", "export", Path.Combine(harness.Files, "trail.jsonl"));

        Assert.Contains($"Records that repeat an entry, as a crash can leave them: {times} ", verified, StringComparison.Ordinal);
        Assert.Contains(", 0 problems.", verified, StringComparison.Ordinal);
        Assert.Equal(3, found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(3 + times, (await File.ReadAllLinesAsync(Path.Combine(harness.Files, "trail.jsonl"))).Count(line => line.Contains("Patient/1", StringComparison.Ordinal)));
    }

    [Fact]
    [Requirement("AT-52")]
    public async Task An_entry_that_was_taken_over_but_never_written_before_is_not_a_duplicate()
    {
        await AppendAsync($"\"again\":true,\"id\":\"{Guid.NewGuid()}\",{Member}");

        Assert.DoesNotContain("repeat", await harness.DoAsync("audit", "verify"), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    /// <summary>Writes the entries in a new stream.</summary>
    private async Task AppendAsync(params string[] entries)
    {
        using var database = new SqliteDatabase(Path.Combine(harness.Data, "gpconnect.db"));
        foreach (var entry in entries)
        {
            await new SqliteAuditTrail(database).AppendAsync(new AuditEntry(Encoding.UTF8.GetBytes($"{{{entry}}}")));
        }
    }
}
