using System.Diagnostics;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>A setting whose file or folder cannot be used. Each command runs as a process with its own environment.</summary>
[Collection(ConsoleTests.Name)]
public sealed class FileSettingTests : IAsyncLifetime, IDisposable
{
    private const string Anchors = "GPCONNECT_AUDITANCHORFILE";

    private readonly CommandHarness harness = new();

    public Task InitializeAsync() => harness.DoAsync("import", CommandHarness.Samples);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => harness.Dispose();

    [Theory]
    [Case("CMD-25", "serve --port 0")]
    [Case("CMD-25", "patient mark-sensitive 4 --practice A20047 --reason asked")]
    [Case("CMD-25", "patient show 4 --practice A20047")]
    [Case("CMD-25", "practice disable A20047")]
    [Case("CMD-25", "practice add X12345 --asid 918999198995 --name Own")]
    [Case("CMD-25", "import samples")]
    [Case("CMD-25", "import samples --dry-run")]
    [Case("CMD-25", "backup {files}/copy.db")]
    [Case("CMD-25", "audit export {files}/trail.jsonl")]
    public async Task An_anchor_file_that_cannot_be_written_ends_a_command_before_it_does_anything(string id, string command)
    {
        Assert.NotEmpty(id);
        var (entries, patient) = (harness.Audit().Count, await VersionAsync());

        var outcome = await RunAsync(command, (Anchors, "/no/such/folder/anchors"));

        Assert.Equal((1, "", $"Setting: {Anchors}: there is no such folder.\n"), (outcome.Code, outcome.Output, outcome.Error));
        Assert.Equal((entries, patient), (harness.Audit().Count, await VersionAsync()));
        Assert.Empty(Directory.GetFiles(harness.Files));
    }

    [SkippableTheory]
    [Case("CMD-26", "patient mark-sensitive 4 --practice A20047 --reason asked", "Patient 4 at A20047: marked sensitive, now version 2, but its anchor")]
    [Case("CMD-26", "practice disable A20047", "A20047: GP Connect is off, but its anchor")]
    [Case("CMD-26", "practice add X12345 --asid 918999198995 --name Own", "X12345 is added, but its anchor")]
    [Case("CMD-26", "patient show 4 --practice A20047", "Nothing was shown or written: the anchor of the audit entry")]
    [Case("CMD-26", "backup {files}/copy.db", "Nothing was shown or written: the anchor of the audit entry")]
    public async Task A_command_that_can_no_longer_write_its_anchor_reports_what_it_has_done(string id, string command, string done)
    {
        Assert.NotEmpty(id);
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has a file that is always full");
        var entries = harness.Audit().Count;

        var outcome = await RunAsync(command, (Anchors, "/dev/full"));

        Assert.Equal((1, "", $"{done} could not be written: the disk is full ({Anchors}).\n"), (outcome.Code, outcome.Output, outcome.Error));
        Assert.True(harness.Audit().Count > entries);
        Assert.False(File.Exists(Path.Combine(harness.Files, "copy.db")));
        Assert.Equal(done.Contains("version 2", StringComparison.Ordinal) ? 2 : 1, await VersionAsync());
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode("/dev/full").HasFlag(UnixFileMode.OtherWrite));
    }

    [SkippableFact]
    [Requirement("CMD-26")]
    public async Task An_import_that_can_no_longer_write_its_anchor_reports_how_much_is_imported()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has a file that is always full");

        var outcome = await RunAsync("import samples --data {files}/new", (Anchors, "/dev/full"));

        Assert.Equal((1, $"Created a new store in {Path.Combine(harness.Files, "new")}.\n"), (outcome.Code, outcome.Output));
        Assert.Matches($@"\AImported, \d+ read, [1-9]\d+ written, 0 unchanged, 0 rejected, but its anchor could not be written: the disk is full \({Anchors}\)\.\n\z", outcome.Error);
        Assert.True(File.Exists(Path.Combine(harness.Files, "new", "gpconnect.db")));
    }

    [Theory]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_CAPABILITYSTATEMENTFILE", "/nope", "there is no such file")]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_CAPABILITYSTATEMENTFILE", "/nope/x", "there is no such folder")]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_CAPABILITYSTATEMENTFILE", "{files}", "that is a folder; it has to be a file")]
    [Case("CMD-27", "serve --port 0", Anchors, "{files}", "that is a folder; it has to be a file")]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_DATAFOLDER (or --data)", "{file}", "that is a file; it has to be a folder")]
    [Case("CMD-27", "import samples", "GPCONNECT_DATAFOLDER (or --data)", "{file}", "that is a file; it has to be a folder")]
    [Case("CMD-27", "practice add X12345 --asid 918999198995 --name Own", "GPCONNECT_DATAFOLDER (or --data)", "{file}/x", "the folder cannot be created there")]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_SERVERCERTIFICATE and GPCONNECT_SERVERKEY", "/nope", "GPCONNECT_SERVERCERTIFICATE is not a file or folder that can be read")]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_SERVERCERTIFICATE and GPCONNECT_SERVERKEY", "{file}", "the content is damaged, has a password, is of another kind, or its parts do not match")]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_PDSFHIRPRIVATEKEY", "/nope", "GPCONNECT_PDSFHIRPRIVATEKEY is not a file or folder that can be read")]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_PDSFHIRPRIVATEKEY", "{file}", "the content is damaged, has a password, is of another kind, or its parts do not match")]
    [Case("CMD-27", "serve --port 0", "GPCONNECT_SMSPCLIENTCERTIFICATE, GPCONNECT_SMSPCLIENTKEY and GPCONNECT_SMSPROOTS", "/nope", "GPCONNECT_SMSPCLIENTCERTIFICATE is not a file or folder that can be read")]
    public async Task An_unusable_file_or_folder_is_reported_with_the_name_of_its_setting(string id, string command, string settings, string value, string error)
    {
        Assert.NotEmpty(id);
        var path = value.Replace("{files}", harness.Files, StringComparison.Ordinal).Replace("{file}", harness.Write("file", ""), StringComparison.Ordinal);
        var names = settings.Replace(" (or --data)", "", StringComparison.Ordinal).Split([", ", " and "], StringSplitOptions.None);

        var outcome = await RunAsync(command, [.. Others(names[0]), .. names.Select(name => (name, path))]);

        Assert.Equal((1, "", $"Setting: {settings}: {error}.\n"), (outcome.Code, outcome.Output, outcome.Error));
    }

    private static (string Name, string Value)[] Others(string name) => name switch
    {
        "GPCONNECT_SERVERCERTIFICATE" => [("GPCONNECT_CLIENTROOTS", "/nope"), ("GPCONNECT_SPINEPROXYNAMES", "proxy.example")],
        "GPCONNECT_PDSFHIRPRIVATEKEY" =>
        [
            ("GPCONNECT_PDSGATEWAY", "pds-fhir"), ("GPCONNECT_PDSFHIRENDPOINT", "https://localhost/x"), ("GPCONNECT_PDSFHIRTOKENENDPOINT", "https://localhost/t"),
            ("GPCONNECT_PDSFHIRAPIKEY", "key"), ("GPCONNECT_PDSFHIRKEYID", "id"),
        ],
        "GPCONNECT_SMSPCLIENTCERTIFICATE" =>
            [("GPCONNECT_PDSGATEWAY", "smsp"), ("GPCONNECT_SMSPENDPOINT", "https://localhost/x"), ("GPCONNECT_PUBLICHOST", "https://provider.example")],
        _ => [],
    };

    private async Task<long> VersionAsync() => (await harness.ReadAsync("A20047", "Patient", "4"))!.Envelope.Version;

    private async Task<Outcome> RunAsync(string command, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), .. command.Replace("{files}", harness.Files, StringComparison.Ordinal).Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
            Environment = { ["GPCONNECT_DATAFOLDER"] = harness.Data },
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, output, string.Concat((await error).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("Audit anchor ", StringComparison.Ordinal)).Select(line => line + '\n')));
    }
}
