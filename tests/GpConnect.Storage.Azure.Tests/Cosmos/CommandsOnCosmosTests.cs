using GpConnect.Foundations.Audit;
using GpConnect.Testing;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

/// <summary>The commands on the Cosmos DB store, which environment variables select.</summary>
public sealed class CommandsOnCosmosTests : IAsyncLifetime
{
    private TestSettings options = null!;

    public async Task InitializeAsync() => options = await CosmosTestSettings.NewAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    [Requirement("DB-7")]
    public async Task The_samples_are_imported_once_and_changed_by_commands()
    {
        Assert.Contains("369 written, 0 unchanged, 0 rejected", await DoAsync("import", CommandHarness.Samples), StringComparison.Ordinal);
        Assert.Contains("0 written, 369 unchanged, 0 rejected", await DoAsync("import", CommandHarness.Samples), StringComparison.Ordinal);

        Assert.Contains("now version 2", await DoAsync("patient", "mark-sensitive", "--practice", "A20047", "1", "--reason", "asked for"), StringComparison.Ordinal);
        Assert.Contains("\"sensitive\": true", await DoAsync("patient", "show", "--practice", "A20047", "1"), StringComparison.Ordinal);
        Assert.Contains("is off", await DoAsync("practice", "disable", "A20047"), StringComparison.Ordinal);
        Assert.Matches("A20047.*off", await DoAsync("practice", "list"));
        Assert.Contains(await options.TrailAsync(), entry => (string?)entry["command"] == "patient show");
        Assert.Matches("[0-9]+ records in [0-9]+ streams?, 0 anchors, 0 problems.", await DoAsync("audit", "verify"));
        Assert.Contains("patient show", await DoAsync("audit", "search", "--patient", "1", "--json"), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Requirement("AT-54")]
    public async Task The_anchor_of_a_command_in_a_log_reveals_that_its_audit_stream_was_removed()
    {
        await DoAsync("import", CommandHarness.Samples);
        var shown = await RunAsync("patient", "show", "--practice", "A20047", "1");
        var log = Path.Combine(TestFolders.New(), "command.log");
        await File.WriteAllTextAsync(log, shown.Error);
        Assert.Contains("1 anchor, 0 problems.", await DoAsync("audit", "verify", "--anchors", log), StringComparison.Ordinal);
        var stream = AuditAnchor.Find(shown.Error)!.Stream;
        var container = Azurite.Container(options.AuditContainer!);
        await foreach (var blob in container.GetBlobsAsync())
        {
            if (blob.Name.Contains(stream, StringComparison.Ordinal))
            {
                await container.DeleteBlobAsync(blob.Name);
            }
        }

        var outcome = await RunAsync("audit", "verify", "--anchors", log);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("The trail holds no record of any anchored stream (1 of 1: ", outcome.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [Case("DB-21", "missing container", "verify", "there is no container http://127.0.0.1:")]
    [Case("DB-21", "missing account", "verify", "127.0.0.1:9 does not answer")]
    [Case("DB-21", "missing account", "search", "127.0.0.1:9 does not answer")]
    public async Task An_unreadable_trail_is_reported_in_one_line(string id, string what, string verb, string reason)
    {
        Assert.NotEmpty(id);
        options.AuditContainer = what == "missing account"
            ? new Uri("http://127.0.0.1:9/devstoreaccount1/audit")
            : new Uri(options.AuditContainer!.AbsoluteUri + "x");

        var outcome = await RunAsync("audit", verb);

        Assert.Equal(1, outcome.Code);
        Assert.Contains(reason, Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Requirement("BT-28")]
    public async Task A_batch_trace_is_exported_and_its_response_imported()
    {
        await DoAsync("import", CommandHarness.Samples);
        var folder = TestFolders.New();
        Assert.Contains("6 patients in ", await DoAsync("export", "dbs", folder, "--practice", "A20047", "--profile", "pds-mesh"), StringComparison.Ordinal);
        var request = (await File.ReadAllLinesAsync(Directory.GetFiles(folder)[0])).Skip(1).Select(line => line.Split(',')).ToList();
        var response = Path.Combine(folder, "response.csv");
        await File.WriteAllTextAsync(response, new ResponseFile("pds-mesh").Write(
            [.. request.Select(row => new ResponseRow(row[0], row[1]) { BirthDate = row[6] })]));
        string[] import = ["import", "dbs", response, "--practice", "A20047", "--profile", "pds-mesh"];

        Assert.Contains("6 rows, 6 records would be changed, 0 to look at", await DoAsync([.. import, "--dry-run"]), StringComparison.Ordinal);
        Assert.Contains("6 rows, 6 records changed, 0 to look at", await DoAsync(import), StringComparison.Ordinal);
        Assert.Contains("it was imported before", (await RunAsync(import)).Error, StringComparison.Ordinal);
        Assert.Contains("\"source\": \"batch trace pds-mesh\"", await DoAsync("patient", "show", "--practice", "A20047", "unverified-agrees"), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Requirement("IM-18")]
    public async Task An_NHS_number_in_doubt_is_never_served()
    {
        var folder = TestFolders.New();
        await WriteAsync("practice.json", TestPractice.PracticeJson);
        await WriteAsync("structure.json", TestPractice.Bundle(TestPractice.Organization(), TestPractice.Location(), TestPractice.Practitioner()).ToJsonString());
        await WriteAsync("a.json", TestPractice.Patient("a").ToJsonString());
        Assert.Contains("5 written, 0 unchanged, 0 rejected", await DoAsync("import", folder), StringComparison.Ordinal);
        await WriteAsync("b.json", TestPractice.Patient("b").ToJsonString());

        Assert.Contains("0 written, 4 unchanged, 2 rejected", (await RunAsync("import", folder)).Output, StringComparison.Ordinal);
        Assert.Contains("\"withheld\": \"another Patient", await DoAsync("patient", "show", "--practice", TestPractice.Ods, "a"), StringComparison.Ordinal);

        await WriteAsync("b.json", TestPractice.Patient("b", TestPractice.OtherNumber).ToJsonString());
        Assert.Contains("2 written, 4 unchanged, 0 rejected", await DoAsync("import", folder), StringComparison.Ordinal);
        Assert.DoesNotContain("\"withheld\"", await DoAsync("patient", "show", "--practice", TestPractice.Ods, "a"), StringComparison.Ordinal);

        Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(folder, name), content);
    }

    [SkippableTheory]
    [Case("DB-8", "backup")]
    [Case("DB-8", "restore")]
    public async Task A_command_for_the_embedded_store_only_says_so(string id, string command)
    {
        Assert.NotEmpty(id);
        var file = Path.Combine(TestFolders.New(), "copy.db");
        if (command == "restore")
        {
            await File.WriteAllTextAsync(file, "");
        }

        var outcome = await RunAsync(command, file);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("embedded store", outcome.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Requirement("DB-8")]
    public async Task An_account_that_does_not_answer_is_reported_in_one_line()
    {
        options = options.Through(new Uri("http://127.0.0.1:9/"));

        var outcome = await RunAsync("practice", "list");

        Assert.Equal(1, outcome.Code);
        Assert.Equal("The store cannot be reached.", outcome.Error.Trim());
    }

    [SkippableFact]
    [Requirement("DB-8")]
    public async Task An_audit_trail_that_cannot_be_written_is_reported_in_one_line()
    {
        await DoAsync("import", CommandHarness.Samples);
        options.AuditContainer = new Uri("http://127.0.0.1:9/devstoreaccount1/audit");

        var outcome = await RunAsync("patient", "show", "--practice", "A20047", "1");

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.Equal("The audit trail cannot be written: 127.0.0.1:9 does not answer.", outcome.Error.Trim());
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Error);
        return outcome.Output;
    }

    private Task<Outcome> RunAsync(params string[] arguments) => OwnProcess.RunAsync(options, arguments);
}
