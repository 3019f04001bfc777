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

    public void Dispose() => harness.Dispose();
}
