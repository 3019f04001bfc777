using System.Diagnostics;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>What an operator sees before a backup replaces a store, and can still prevent or undo.</summary>
[Collection(ConsoleTests.Name)]
public sealed class RestoreTests : IDisposable
{
    private const string Practice = "A20047";
    private const string Late = "X12345";

    private readonly CommandHarness harness = new();

    private string Copy => Path.Combine(harness.Files, "copy.db");

    [Fact]
    [Requirement("CMD-3")]
    public async Task A_store_without_practices_and_records_is_not_backed_up()
    {
        harness.Audit();

        var outcome = await harness.RunAsync("backup", Copy);

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.Contains("The store is empty", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(harness.Files));
    }

    [Fact]
    [Requirement("CMD-3")]
    public async Task A_backup_without_practices_and_records_is_not_restored()
    {
        using var other = new CommandHarness();
        other.Audit();
        File.Copy(Path.Combine(other.Data, "gpconnect.db"), Copy);
        await ImportAsync();

        var outcome = await harness.RunAsync("restore", Copy, "--yes");

        Assert.Equal((1, "The backup is empty. Nothing was changed.\n"), (outcome.Code, outcome.Error));
        Assert.NotNull(await harness.ReadAsync(Practice, "Patient", "1"));
    }

    [Fact]
    [Requirement("CMD-4")]
    public async Task A_restore_that_cannot_ask_reports_what_it_would_replace_and_changes_nothing()
    {
        await BackUpAsync();
        await harness.DoAsync("practice", "add", Late, "--asid", "918999198995", "--name", "Late");
        var before = harness.Audit();

        var outcome = await harness.RunAsync("restore", Copy);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("--yes", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Matches($@"Replaces  2 practices \({Practice}, {Late}\), 33 patients, last change \d{{4}}-\d\d-\d\d \d\d:\d\d UTC\n", outcome.Output);
        Assert.Contains($"Brings    1 practice ({Practice}), 33 patients, last change ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(Late, await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
        Assert.Equal(before, harness.Audit());
        Assert.DoesNotContain(Directory.GetFiles(harness.Data), file => file.Contains("before-restore", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [Case("CMD-4", "yes", 0)]
    [Case("CMD-4", "no", 1)]
    [Case("CMD-4", "", 1)]
    public async Task A_restore_on_a_terminal_asks_for_confirmation(string id, string answer, int code)
    {
        Assert.NotEmpty(id);
        Skip.IfNot(File.Exists("/usr/bin/script"), "There is no 'script' command to make a terminal with");
        await BackUpAsync();
        await harness.DoAsync("practice", "add", Late, "--asid", "918999198995", "--name", "Late");
        var command = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "gpconnect.dll")}' restore '{Copy}' --data '{harness.Data}'";
        var start = new ProcessStartInfo("/usr/bin/script", ["--quiet", "--return", "--command", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var terminal = Process.Start(start)!;

        var output = await ReadToAsync(terminal, "Replace it? yes or no: ");
        await terminal.StandardInput.WriteLineAsync(answer);
        await terminal.StandardInput.FlushAsync();
        var rest = await terminal.StandardOutput.ReadToEndAsync();
        await terminal.WaitForExitAsync();

        Assert.Contains("Replaces  2 practices", output, StringComparison.Ordinal);
        Assert.Contains(code == 0 ? "Restored." : "Nothing was changed.", rest, StringComparison.Ordinal);
        Assert.Equal(code, terminal.ExitCode);
        Assert.Equal(code != 0, (await harness.DoAsync("practice", "list")).Contains(Late, StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("CMD-1")]
    [Requirement("CMD-4")]
    public async Task A_restore_into_a_new_folder_replaces_nothing_and_does_not_ask()
    {
        await BackUpAsync();
        using var other = new CommandHarness();

        var output = await other.DoAsync("restore", Copy);

        Assert.Contains("Replaces  nothing\n", output, StringComparison.Ordinal);
        Assert.Contains("Its own audit trail does not list them", output, StringComparison.Ordinal);
        Assert.DoesNotContain("'audit search' lists them", output, StringComparison.Ordinal);

        Assert.NotNull(await other.ReadAsync(Practice, "Patient", "1"));
        Assert.Equal(["gpconnect.db"], Directory.GetFiles(other.Data, "*.db").Select(Path.GetFileName));
    }

    [Fact]
    [Requirement("CMD-5")]
    public async Task The_replaced_store_can_be_restored()
    {
        await BackUpAsync();
        await harness.DoAsync("practice", "add", Late, "--asid", "918999198995", "--name", "Late");

        var output = await harness.DoAsync("restore", Copy, "--yes");

        Assert.Contains("'audit search' lists them", output, StringComparison.Ordinal);
        var replaced = Assert.Single(Directory.GetFiles(harness.Data), file => file.Contains("before-restore", StringComparison.Ordinal));
        Assert.Contains(replaced, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Late, await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
        Assert.Contains("'audit search' lists them", await harness.DoAsync("restore", replaced, "--yes"), StringComparison.Ordinal);
        Assert.Contains($"\"command\":\"restore\"", harness.Audit()[^1], StringComparison.Ordinal);
        Assert.Contains($"\"file\":\"{Path.GetFileName(replaced)}\"", harness.Audit()[^1], StringComparison.Ordinal);
        Assert.Contains(Late, await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private Task<string> ImportAsync() => harness.DoAsync("import", Path.Combine(CommandHarness.Samples, Practice));

    private async Task BackUpAsync()
    {
        await ImportAsync();
        await harness.DoAsync("backup", Copy);
    }

    /// <summary>Reads up to the given text, because a question has no line end to wait for.</summary>
    private static async Task<string> ReadToAsync(Process process, string end)
    {
        var (output, buffer) = ("", new char[256]);
        while (!output.EndsWith(end, StringComparison.Ordinal) && await process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            output += new string(buffer, 0, count);
        }

        return output;
    }
}
