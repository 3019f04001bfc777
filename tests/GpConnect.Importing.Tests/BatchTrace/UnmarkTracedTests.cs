using System.Security.Cryptography;
using System.Text;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.BatchTrace;

/// <summary>One command undoes a response that hid patients by mistake.</summary>
[Collection(ConsoleTests.Name)]
public sealed class UnmarkTracedTests : IAsyncLifetime
{
    private static readonly string[] Hidden = ["1", "2", "3"];

    private BatchTraceHarness harness = null!;

    public async Task InitializeAsync() => harness = await BatchTraceHarness.NewAsync();

    public Task DisposeAsync()
    {
        harness.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Requirement("CMD-15")]
    public async Task All_marks_of_one_response_are_removed()
    {
        var first = await HideAsync(Hidden);
        var second = await HideAsync(["4"]);
        await harness.Harness.DoAsync("patient", "mark-sensitive", "5", "--practice", SampleData.Ods, "--reason", "asked");

        var dry = await harness.Harness.DoAsync(Undo("--import", first, "--dry-run"));
        Assert.All(Hidden, patient => Assert.Contains($"Patient/{patient}\n", dry, StringComparison.Ordinal));
        Assert.EndsWith("Dry run, nothing was written: 3 marks would be removed, 0 left in place.\n", dry, StringComparison.Ordinal);
        Assert.Equal("11111", await SensitiveAsync());

        var records = harness.Harness.Audit().Count;
        Assert.EndsWith("3 marks removed, 0 left in place.\n", await harness.Harness.DoAsync(Undo("--import", first)), StringComparison.Ordinal);
        Assert.Equal("00011", await SensitiveAsync());
        Assert.Equal(3, harness.Harness.Audit().Skip(records).Count(entry => entry.Contains("\"patient unmark-traced\"", StringComparison.Ordinal)));

        Assert.EndsWith("1 mark removed, 0 left in place.\n", await harness.Harness.DoAsync(Undo("--all")), StringComparison.Ordinal);
        Assert.Equal("00001", await SensitiveAsync());
        Assert.NotEqual(first, second);
    }

    [Fact]
    [Requirement("CMD-15")]
    public async Task Marks_can_be_selected_by_time()
    {
        await HideAsync(["1"]);
        var later = TimeProvider.System.GetUtcNow();
        await HideAsync(["2"]);

        await harness.Harness.DoAsync(Undo("--since", $"{later:O}"));

        Assert.Equal("10000", await SensitiveAsync());
    }

    [Fact]
    [Requirement("CMD-15")]
    public async Task A_mark_stays_where_a_later_import_may_have_set_it_too()
    {
        var hash = await HideAsync(Hidden);
        var patients = await File.ReadAllTextAsync(Path.Combine(CommandHarness.Samples, SampleData.Ods, "patients.json"));
        var family = System.Text.Json.Nodes.JsonNode.Parse(patients)!["entry"]!.AsArray()
            .Select(entry => entry!["resource"]!).Single(patient => (string?)patient["id"] == "2")["name"]![0]!["family"]!;
        await harness.Harness.DoAsync("import", harness.Harness.Write("patients.json", patients.Replace($"\"{family}\"", "\"Changed\"", StringComparison.Ordinal)), "--practice", SampleData.Ods);

        var outcome = await harness.Harness.RunAsync(Undo("--import", hash));

        Assert.Equal(1, outcome.Code);
        Assert.Contains("left: Patient/2 was imported again since", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 marks removed, 1 left in place.\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("01000", await SensitiveAsync());
        await harness.Harness.DoAsync("patient", "mark-sensitive", "2", "--off", "--practice", SampleData.Ods, "--reason", "looked at");
        Assert.Equal("00000", await SensitiveAsync());
    }

    [Theory]
    [Case("CMD-15")]
    [Case("CMD-15", "--all", "--import", "x")]
    [Case("CMD-15", "--all", "--since", "2026-01-01")]
    public async Task The_marks_to_remove_must_be_selected_in_exactly_one_way(string id, params string[] arguments)
    {
        Assert.NotEmpty(id);
        await HideAsync(["1"]);

        Assert.Equal(2, (await harness.Harness.RunAsync(Undo(arguments))).Code);
        Assert.Equal("10000", await SensitiveAsync());
    }

    private static string[] Undo(params string[] more) =>
        ["patient", "unmark-traced", "--practice", SampleData.Ods, "--reason", "read wrongly", .. more];

    /// <returns>The SHA-256 of the response, in lower-case hexadecimal.</returns>
    private async Task<string> HideAsync(string[] patients)
    {
        var references = await harness.RequestAsync("--all");
        var rows = new List<ResponseRow>();
        foreach (var patient in patients)
        {
            rows.Add(await harness.RowAsync(patient, references[patient]) with { Code = "92" });
        }

        var content = new ResponseFile(BatchTraceProfile.PdsMesh).Write(rows);
        await harness.ImportAsync(BatchTraceProfile.PdsMesh, content);
        Assert.All(patients, patient => Assert.True(harness.ReadAsync(patient).Result.Envelope.Sensitive));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }

    private async Task<string> SensitiveAsync()
    {
        var marks = "";
        foreach (var patient in new[] { "1", "2", "3", "4", "5" })
        {
            marks += (await harness.ReadAsync(patient)).Envelope.Sensitive ? '1' : '0';
        }

        return marks;
    }
}
