using System.Text.Json.Nodes;
using GpConnect.Foundations;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>The audit entries of an operator's commands.</summary>
[Collection(ConsoleTests.Name)]
public sealed class OperatorRecordTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [Case("AT-36", "practice enable A20047 --capability foundations", "practice enable", "")]
    [Case("AT-36", "practice add Y12345 --asid 918999198999 --name New", "practice add", "")]
    [Case("AT-36", "patient deactivate 1 --practice A20047 --reason x", "patient deactivate", "Patient/1")]
    [Case("AT-36", "patient mark-sensitive 1 --practice A20047 --reason x", "patient mark-sensitive", "Patient/1")]
    [Case("AT-36", "patient mark-deceased 1 --practice A20047 --date 2026-01 --reason x", "patient mark-deceased", "Patient/1")]
    [Case("AT-36", "patient merge 1 --into 2 --practice A20047 --reason x", "patient merge", "Patient/1 Patient/2")]
    public async Task A_command_that_changes_something_leaves_one_record(string id, string line, string command, string resources)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("import", CommandHarness.Samples);
        await harness.RunAsync("practice", "disable", "A20047", "--capability", "foundations");
        var before = harness.Audit().Count;

        await harness.DoAsync(line.Split(' '));

        var record = JsonNode.Parse(Assert.Single(harness.Audit().Skip(before)))!;
        Assert.Equal(("operator", command, "done"), ((string?)record["kind"], (string?)record["command"], (string?)record["outcome"]));
        Assert.Equal((Environment.UserName, Environment.MachineName), ((string?)record["user"], (string?)record["machine"]));
        Assert.Equal(line.Contains("A20047", StringComparison.Ordinal) ? "A20047" : "Y12345", (string?)record["practice"]);
        Assert.Equal(resources, string.Join(' ', record["resources"]!.AsArray()));
        Assert.Equal(ProductVersion.Text, (string?)record["version"]);
        Assert.NotNull(record["time"]);
    }

    [Fact]
    [Requirement("AT-36")]
    public async Task The_record_of_a_switch_holds_the_new_state_of_the_practice()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        Assert.Contains(harness.Audit(), record => record.Contains("\"import practice\"", StringComparison.Ordinal) && record.Contains("\"gpConnect\":\"on\",\"capabilities\":\"Foundations\"", StringComparison.Ordinal));

        await harness.DoAsync("practice", "disable", "A20047");
        Assert.Contains("\"details\":{\"switch\":\"GP Connect\",\"asid\":\"918999198993\",\"gpConnect\":\"off\",\"capabilities\":\"Foundations\"}", harness.Audit()[^1], StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AT-37")]
    public async Task Every_imported_resource_has_a_record_and_an_unchanged_one_has_none()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        var touched = harness.Audit().Where(record => record.Contains("\"import record\"", StringComparison.Ordinal)).ToList();

        Assert.Contains(touched, record => record.Contains("[\"Patient/1\"]", StringComparison.Ordinal));
        Assert.Contains(touched, record => record.Contains("[\"Location/1\"]", StringComparison.Ordinal));
        Assert.Equal(touched.Count, touched.Select(record => (string?)JsonNode.Parse(record)!["practice"] + JsonNode.Parse(record)!["resources"]![0]).Distinct().Count());

        var before = harness.Audit().Count;
        await harness.DoAsync("import", CommandHarness.Samples);
        Assert.Equal(["started", "done"], harness.Audit().Skip(before).Select(record => (string?)JsonNode.Parse(record)!["outcome"]));
    }

    public void Dispose() => harness.Dispose();
}
