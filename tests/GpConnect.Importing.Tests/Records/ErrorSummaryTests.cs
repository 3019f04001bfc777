using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Importing.Tests.Records;

/// <summary>Many records with the same error are counted, and <c>--report</c> lists them all.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ErrorSummaryTests : IDisposable
{
    private const string Error = "Patient.gender: code outside the required value set";

    private readonly CommandHarness harness = new();

    private string Target => Path.Combine(harness.Data, "..", "report.json");

    [Fact]
    [Requirement("IM-43")]
    public async Task The_same_error_fifty_times_is_listed_ten_times_and_counted()
    {
        var outcome = await harness.RunAsync("import", WriteBroken(50));

        Assert.Equal(10, outcome.Output.Split("rejected: /").Length - 1);
        Assert.Contains($"\n50 rejected: {Error}\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\n40 more records have only these reasons and are not listed; --report <file> lists them\n", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("54 read, 4 written, 0 unchanged, 50 rejected\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IM-43")]
    public async Task A_record_with_another_error_besides_the_frequent_one_is_listed()
    {
        var last = Broken(50);
        last["multipleBirthBoolean"] = true;

        var outcome = await harness.RunAsync("import", TestPractice.WriteTo(harness, [.. Enumerable.Range(0, 50).Select(Broken), last]));

        Assert.Contains("Patient.multipleBirth is not allowed", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"\n51 rejected: {Error}\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IM-44")]
    public async Task A_report_lists_every_record_with_its_errors_and_their_positions_but_no_name_or_NHS_number()
    {
        var folder = WriteBroken(50);
        harness.Write("practice/9000000009.txt", "");

        await harness.RunAsync("import", folder, "--report", Target);

        var report = JsonNode.Parse(await File.ReadAllTextAsync(Target))!;
        var records = report["records"]!.AsArray();
        Assert.Equal(50, records.Count);
        Assert.All(records.Index(), record =>
        {
            var error = record.Item!["faults"]!.AsArray().Single()!;
            Assert.Equal("rejected", record.Item["outcome"]!.GetValue<string>());
            Assert.Equal((record.Index + 1, "Patient.gender", Error), (error["line"]!.GetValue<int>(), error["path"]!.GetValue<string>(), error["reason"]!.GetValue<string>()));
            Assert.True(error["column"]!.GetValue<int>() > 1);
        });
        Assert.Equal("""{"read":54,"written":4,"unchanged":0,"rejected":50,"notServed":0}""", report["counts"]!.ToJsonString());
        Assert.Equal($$"""[{"reason":"{{Error}}","records":50}]""", report["rejectedBecause"]!.ToJsonString());
        Assert.True(report["complete"]!.GetValue<bool>());
        Assert.DoesNotMatch("99000[0-9]|9000000009|Zyxwvut|Quentin|1961-", report.ToJsonString());
    }

    [Fact]
    [Requirement("IM-44")]
    public async Task Only_the_owner_can_read_a_report()
    {
        await harness.RunAsync("import", WriteBroken(1), "--report", Target);

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Target) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    [Requirement("IM-44")]
    public async Task Records_that_are_kept_and_not_served_are_in_the_report()
    {
        var patient = TestPractice.Patient();
        patient.Remove("birthDate");

        await harness.RunAsync("import", TestPractice.WriteTo(harness, patient), "--report", Target, "--dry-run");

        var report = JsonNode.Parse(await File.ReadAllTextAsync(Target))!;
        Assert.Equal(("not served", "Patient/p"), (report["records"]![0]!["outcome"]!.GetValue<string>(), report["records"]![0]!["record"]!.GetValue<string>()));
        Assert.Equal("Patient.birthDate is missing", report["notServedBecause"]![0]!["reason"]!.GetValue<string>());
        Assert.True(report["dryRun"]!.GetValue<bool>());
    }

    [Fact]
    [Requirement("IM-44")]
    public async Task An_import_that_is_refused_says_so_in_its_report()
    {
        await harness.DoAsync("practice", "add", "OTHER", "--asid", "918999198993", "--name", "Test");

        await harness.RunAsync("import", WriteBroken(1), "--report", Target, "--practice", "OTHER");

        var report = JsonNode.Parse(await File.ReadAllTextAsync(Target))!;
        Assert.False(report["complete"]!.GetValue<bool>());
        Assert.Contains("names a different practice", report["stoppedBecause"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IM-44")]
    public async Task A_report_replaces_no_file_and_must_be_outside_the_imported_folder()
    {
        harness.Audit();
        var folder = WriteBroken(1);
        await File.WriteAllTextAsync(Target, "precious");

        foreach (var target in new[] { Target, Path.Combine(folder, "report.json") })
        {
            var outcome = await harness.RunAsync("import", folder, "--report", target);

            Assert.NotEqual(0, outcome.Code);
            Assert.Single(outcome.Error.TrimEnd().Split('\n'));
            Assert.Equal("", outcome.Output);
        }

        Assert.Equal("precious", await File.ReadAllTextAsync(Target));
        Assert.False(File.Exists(Path.Combine(folder, "report.json")));
    }

    public void Dispose() => harness.Dispose();

    private static JsonObject Broken(int index)
    {
        var patient = TestPractice.Patient($"p{index}", TestPractice.NumberOf(index));
        patient["gender"] = "bogus";
        return patient;
    }

    private string WriteBroken(int count) => TestPractice.WriteTo(harness, Enumerable.Range(0, count).Select(Broken));
}
