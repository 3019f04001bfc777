using System.Globalization;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Records;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Importing.Tests.BatchTrace;

[Collection(ConsoleTests.Name)]
public sealed class RequestTests : IAsyncLifetime
{
    private const string Columns =
        "UNIQUE REFERENCE,NHS_NO,FAMILY_NAME,GIVEN_NAME,OTHER_GIVEN_NAME,GENDER,DATE_OF_BIRTH,POSTCODE,DATE_OF_DEATH,ADDRESS_LINE1,ADDRESS_LINE2,"
        + "ADDRESS_LINE3,ADDRESS_LINE4,ADDRESS_LINE5,ADDRESS_DATE,GP_PRACTICE_CODE,GP_REGISTRATION_DATE,NHAIS_POSTING_ID,AS_AT_DATE,LOCAL_PATIENT_ID,"
        + "INTERNAL_ID,TELEPHONE_NUMBER,MOBILE_NUMBER,EMAIL_ADDRESS";

    private static readonly string[] NotVerified =
    [
        "unverified-agrees", "unverified-agrees-partly", "unverified-deceased", "unverified-disagrees", "unverified-not-on-pds", "unverified-sensitive",
    ];

    private BatchTraceHarness harness = null!;

    public async Task InitializeAsync() => harness = await BatchTraceHarness.NewAsync();

    public Task DisposeAsync()
    {
        harness.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Requirement("BT-30")]
    public async Task A_request_over_MESH_has_column_names_and_three_fields_per_patient()
    {
        var (name, lines) = await RequestAsync(BatchTraceProfile.PdsMesh);

        Assert.Matches("^MPTREQ_[0-9]{14}$", name);
        Assert.Equal(Columns, lines[0]);
        Assert.Equal(NotVerified.Length, lines.Length - 1);
        Assert.All(lines.Skip(1), line => Assert.Matches("^[0-9]{14}[A-P]{18},[0-9]{10},,,,,[0-9]{8},{17}$", line));
        Assert.Contains(lines, line => line.Contains(",9999647537,,,,,19760409,", StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("BT-30")]
    public async Task A_request_for_MPT_has_a_control_record_and_no_column_names()
    {
        var (name, lines) = await RequestAsync(BatchTraceProfile.Mpt);

        Assert.Equal($"{name},SPINE_MPTPHASE4_TRACE,{name["MPTREQ_".Length..]},{NotVerified.Length}", lines[0]);
        Assert.Equal(NotVerified.Length, lines.Length - 1);
        Assert.All(lines.Skip(1), line => Assert.Matches("^[0-9]{14}[A-P]{18},[0-9]{10},,,,,[0-9]{8},{16}$", line));
    }

    [Fact]
    [Requirement("BT-31")]
    public async Task A_request_holds_active_patients_who_may_be_served_once_they_are_verified()
    {
        Assert.Equal(NotVerified, (await harness.RequestAsync()).Keys.Order(StringComparer.Ordinal));
        var all = (await harness.RequestAsync("--all")).Keys;

        string[] hidden = ["9", "12", "18", "21", "lapsed-temporary", "inactive-regular"];
        Assert.Empty(hidden.Intersect(all));
        Assert.Contains("1", all);
        Assert.Contains("running-temporary", all);
        Assert.Empty(NotVerified.Except(all));
    }

    [Fact]
    [Requirement("BT-31")]
    public async Task A_request_also_holds_patients_whom_a_search_would_verify_again()
    {
        await using (var services = harness.Harness.Services())
        {
            var record = await harness.ReadAsync("1");
            var old = record.Envelope with { Verified = new Verification(TimeProvider.System.GetUtcNow().AddDays(-400), "PDS") };
            await services.GetRequiredService<IResourceStore>().CommitAsync(new StoreChange(SampleData.Ods, [record with { Envelope = old }], [], null), default);
        }

        KeyValuePair<string, string>[] environment = [new("GPCONNECT_DATAFOLDER", harness.Harness.Data), new("GPCONNECT_VERIFICATIONDAYS", "365")];
        using var command = Executable.Run(environment, "export", "dbs", harness.Harness.Files, "--practice", SampleData.Ods, "--profile", "pds-mesh");

        Assert.Equal(0, await command.EndAsync());
        Assert.Contains($",{SampleData.Patient1},", await File.ReadAllTextAsync(Directory.GetFiles(harness.Harness.Files)[0]), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("BT-32")]
    public async Task References_differ_by_request_and_reveal_nothing()
    {
        var first = await harness.RequestAsync();
        await Task.Delay(1100);
        var second = await harness.RequestAsync();

        Assert.Equal(2 * NotVerified.Length, first.Values.Concat(second.Values).Distinct().Count());
        Assert.NotEqual(first[BatchTraceHarness.Subject][14..], second[BatchTraceHarness.Subject][14..]);
        Assert.Equal(harness.Reference(BatchTraceHarness.Subject, 0)[..8], second[BatchTraceHarness.Subject][..8]);
    }

    [Fact]
    [Requirement("BT-33")]
    public async Task An_export_is_audited_and_only_the_operator_can_read_its_file()
    {
        var (name, _) = await RequestAsync(BatchTraceProfile.Mpt);

        var entry = JsonNode.Parse(harness.Harness.Audit()[^1])!;
        Assert.Equal(("export dbs", SampleData.Ods, "done"), ((string?)entry["command"], (string?)entry["practice"], (string?)entry["outcome"]));
        Assert.Equal(("mpt", $"{name}.csv", NotVerified.Length.ToString(CultureInfo.InvariantCulture)), ((string?)entry["details"]!["profile"], (string?)entry["details"]!["file"], (string?)entry["details"]!["patients"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(harness.Harness.Files, $"{name}.csv")));
        }
    }

    [Fact]
    [Requirement("BT-33")]
    public async Task Without_a_patient_to_trace_no_file_is_written()
    {
        var outcome = await harness.Harness.RunAsync("export", "dbs", harness.Harness.Files, "--practice", SampleData.OtherOds, "--profile", "mpt");

        Assert.Equal((1, "There is no patient to trace."), (outcome.Code, outcome.Error.Trim()));
        Assert.Empty(Directory.GetFiles(harness.Harness.Files));
    }

    [Fact]
    [Requirement("BT-33")]
    public async Task A_patient_without_a_complete_birth_date_is_left_out_and_named_by_id()
    {
        await using (var services = harness.Harness.Services())
        {
            var record = await harness.ReadAsync(BatchTraceHarness.Subject);
            var body = System.Text.Encoding.UTF8.GetString(record.Body.Span).Replace("1976-04-09", "1976-04", StringComparison.Ordinal);
            await services.GetRequiredService<IResourceStore>().CommitAsync(
                new StoreChange(SampleData.Ods, [record with { Body = System.Text.Encoding.UTF8.GetBytes(body) }], [], null), default);
        }

        var output = await harness.Harness.DoAsync("export", "dbs", harness.Harness.Files, "--practice", SampleData.Ods, "--profile", "mpt");

        Assert.Contains($"left out: Patient/{BatchTraceHarness.Subject}: the birth date is not complete", output, StringComparison.Ordinal);
        Assert.Contains($"{NotVerified.Length - 1} patients in ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export", "dbs", "/tmp", "--practice", "A20047", "--profile", "dbs-csv")]
    [InlineData("export", "dbs", "/no/such/folder", "--practice", "A20047", "--profile", "mpt")]
    [InlineData("export", "dbs", "/tmp", "--practice", "A20047")]
    [InlineData("export")]
    [InlineData("import", "dbs", "/no/such/file", "--practice", "A20047", "--profile", "mpt")]
    [InlineData("import", "dbs", "/etc/hostname", "--practice", "A20047", "--profile", "nonsense")]
    [InlineData("import", "dbs", "/etc/hostname", "--profile", "mpt")]
    public async Task Wrong_arguments_give_one_line(params string[] arguments)
    {
        var outcome = await harness.Harness.RunAsync(arguments);

        Assert.Equal(2, outcome.Code);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    private async Task<(string Name, string[] Lines)> RequestAsync(string profile)
    {
        await harness.Harness.DoAsync("export", "dbs", harness.Harness.Files, "--practice", SampleData.Ods, "--profile", profile);
        var file = Assert.Single(Directory.GetFiles(harness.Harness.Files));
        return (Path.GetFileNameWithoutExtension(file), (await File.ReadAllTextAsync(file)).TrimEnd().Split("\r\n"));
    }
}
