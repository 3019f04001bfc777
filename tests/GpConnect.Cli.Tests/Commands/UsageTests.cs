using GpConnect.Testing;
using GpConnect.Testing.Commands;

namespace GpConnect.Cli.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed class UsageTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("import")]
    [InlineData("practice", "enable", "A20047", "--capability", "nonsense")]
    [InlineData("practice", "add", "A20047")]
    [InlineData("practice", "add", "lower", "--asid", "1", "--name", "x")]
    [InlineData("patient", "show", "--practice", "A20047")]
    [InlineData("patient", "show", "1", "--nhs-number", "9000000009", "--practice", "A20047")]
    [InlineData("patient", "show", "1", "9000000009", "--practice", "A20047")]
    [InlineData("patient", "deactivate", "1", "--practice", "A20047")]
    [InlineData("token", "rest:read:nothing-1")]
    [InlineData("token", "rest:read:patient-1", "--curl")]
    [InlineData("token", "rest:search:patient-1", "--curl")]
    [InlineData("token", "operation:gpc.registerpatient-1", "--curl")]
    [InlineData("token", "operation:gpc.registerpatient-1", "--curl", "--body", "/none")]
    [InlineData("serve", "--port", "99999")]
    [InlineData("import", "dbs", "/dev/null", "--practice", "A20047", "--profile", "nonsense")]
    public async Task Wrong_arguments_give_one_line_without_an_NHS_number_and_exit_code_2(params string[] arguments)
    {
        await harness.DoAsync("import", CommandHarness.Samples);

        var outcome = await harness.RunAsync(arguments);

        Assert.Equal(2, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("9000000009", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "/no/such/folder")]
    [InlineData("restore", "/no/such/file")]
    [InlineData("practice", "enable", "NONE")]
    [InlineData("patient", "show", "1", "--practice", "NONE")]
    [InlineData("token", "metadata", "--curl", "--practice", "NONE")]
    public async Task A_command_that_cannot_succeed_gives_one_line_and_exit_code_1(params string[] arguments)
    {
        var outcome = await harness.RunAsync([.. arguments.Select(argument => argument == "metadata" ? "rest:read:metadata-1" : argument)]);

        Assert.Equal(1, outcome.Code);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("audit verify --anchors {files}", "{files} cannot be read: that is a folder; it has to be a file.")]
    [InlineData("audit verify --anchors {files}/none", "{files}/none cannot be read: there is no such file.")]
    [InlineData("audit verify --anchors /no/such/file", "/no/such/file cannot be read: there is no such folder.")]
    [InlineData("restore /proc/self/mem", "/proc/self/mem")]
    [InlineData("audit export /proc/none", "/proc/none")]
    [InlineData("import {samples} --report /proc/none", "/proc/none")]
    [InlineData("backup /proc/none", "/proc/none")]
    public async Task A_file_that_cannot_be_used_is_named(string command, string error)
    {
        await harness.DoAsync("import", CommandHarness.Samples);

        var outcome = await harness.RunAsync([.. command.Split(' ').Select(Expand)]);

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.Contains(Expand(error), Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "'audit' needs one of its commands: verify, search, export.")]
    [InlineData("practice", "'practice' needs one of its commands: list, add, enable, disable.")]
    [InlineData("serve --samples --no-samples", "Give either --samples or --no-samples.")]
    [InlineData("--samples --no-samples", "Give either --samples or --no-samples.")]
    public async Task Arguments_that_make_no_command_are_explained(string command, string error)
    {
        Assert.Equal(new Outcome(2, "", $"{error} Try --help.\n"), await harness.RunAsync(command.Split(' ')));
        Assert.False(Directory.Exists(harness.Data));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_gives_one_line_and_exit_code_1()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(harness.Data)!);
        await File.WriteAllTextAsync(harness.Data, "a file where the folder should be");

        var outcome = await harness.RunAsync("practice", "list");

        Assert.Equal(1, outcome.Code);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("import", "--help")]
    [InlineData("practice", "--help")]
    [InlineData("patient", "merge", "--help")]
    [InlineData("token", "-h")]
    public async Task Help_is_printed_and_nothing_is_created(params string[] arguments)
    {
        var outcome = await harness.RunAsync(arguments);

        Assert.Equal(0, outcome.Code);
        Assert.Contains("Usage:", outcome.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(harness.Data));
    }

    private string Expand(string text) => text
        .Replace("{files}", harness.Files, StringComparison.Ordinal)
        .Replace("{samples}", CommandHarness.Samples, StringComparison.Ordinal);

    public void Dispose() => harness.Dispose();
}
