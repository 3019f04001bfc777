using System.Globalization;
using System.Text;
using GpConnect.Foundations.Records;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed class PatientCommandTests : IDisposable
{
    private const string Practice = "A20047";

    private readonly CommandHarness harness = new();

    [Fact]
    public async Task Show_prints_state_and_resource_and_is_audited()
    {
        await ImportAsync();

        var output = await harness.DoAsync("patient", "show", "9", "--practice", Practice);

        Assert.Contains("\"sensitive\": true", output, StringComparison.Ordinal);
        Assert.Contains("\"resourceType\": \"Patient\"", output, StringComparison.Ordinal);
        Assert.Contains("\"command\":\"patient show\"", harness.Audit()[^1], StringComparison.Ordinal);
        Assert.Contains("\"Patient/9\"", harness.Audit()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patient_is_found_by_a_number_from_standard_input()
    {
        await ImportAsync();

        var outcome = await harness.RunAsync("9658218865\n", ["patient", "show", "--practice", Practice, "--nhs-number", "-"]);

        Assert.Contains("\"id\": \"1\"", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("9658218865", harness.Audit()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9000000009", 1)]
    [InlineData("9000000008", 2)]
    [InlineData("", 2)]
    public async Task A_number_that_finds_no_patient_is_not_repeated(string number, int code)
    {
        await ImportAsync();

        var outcome = await harness.RunAsync(number, ["patient", "show", "--practice", Practice, "--nhs-number", "-"]);

        Assert.Equal(code, outcome.Code);
        Assert.DoesNotContain("900000000", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_makes_the_next_version_with_reason_and_operator_and_an_audit_entry()
    {
        await ImportAsync();
        await ChangeAsync("deactivate", "1");

        var record = await ReadAsync("1");
        Assert.False(record.Envelope.Active);
        Assert.Equal(2, record.Envelope.Version);
        Assert.Contains("\"versionId\":\"2\"", Encoding.UTF8.GetString(record.Body.Span), StringComparison.Ordinal);
        var provenance = record.Envelope.Provenance[^1];
        Assert.Equal(("patient deactivate", Environment.UserName, "said so"), (provenance.Activity, provenance.UserName, provenance.Reason));
        var entry = harness.Audit()[^1];
        Assert.Contains("\"command\":\"patient deactivate\"", entry, StringComparison.Ordinal);
        Assert.Contains("\"Patient/1\"", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("said so", entry, StringComparison.Ordinal);
        Assert.Equal("record is inactive already", await RefusalAsync("deactivate", "1"));
    }

    [Fact]
    public async Task A_sensitive_mark_is_set_and_removed()
    {
        await ImportAsync();
        await ChangeAsync("mark-sensitive", "1");
        Assert.True((await ReadAsync("1")).Envelope.Sensitive);
        Assert.Equal("record is sensitive already", await RefusalAsync("mark-sensitive", "1"));

        Assert.EndsWith("no longer marked sensitive, now version 3.\n", await ChangeAsync("mark-sensitive", "1", "--off"), StringComparison.Ordinal);
        Assert.False((await ReadAsync("1")).Envelope.IsHidden);
        Assert.Contains("\"off\":\"true\"", harness.Audit()[^1], StringComparison.Ordinal);
        Assert.Equal("record is not marked sensitive", await RefusalAsync("mark-sensitive", "1", "--off"));
    }

    [Fact]
    public async Task A_deceased_mark_takes_a_date_and_can_be_removed()
    {
        await ImportAsync();
        await ChangeAsync("mark-deceased", "1", "--date", "2026-01");
        Assert.Equal("2026-01", (await ReadAsync("1")).Envelope.Deceased);
        Assert.Equal("record is marked deceased with that date already", await RefusalAsync("mark-deceased", "1", "--date", "2026-01"));

        await ChangeAsync("mark-deceased", "1", "--off");
        Assert.Null((await ReadAsync("1")).Envelope.Deceased);
    }

    [Theory]
    [InlineData("--date", "2026-13")]
    [InlineData("--date", "yesterday")]
    [InlineData]
    [InlineData("--date", "2026", "--off")]
    public async Task An_invalid_missing_or_contradictory_date_of_death_is_refused(params string[] arguments)
    {
        await ImportAsync();

        Assert.Equal(2, (await harness.RunAsync(["patient", "mark-deceased", "1", "--practice", Practice, "--reason", "x", .. arguments])).Code);
        Assert.Equal(1, (await ReadAsync("1")).Envelope.Version);
    }

    [Theory]
    [Case("CMD-14", 0, "yyyy-MM-dd", 0)]
    [Case("CMD-14", 2, "yyyy-MM-dd", 2)]
    [Case("CMD-14", 0, "yyyy-MM", 0)]
    [Case("CMD-14", 32, "yyyy-MM", 2)]
    [Case("CMD-14", 0, "yyyy", 0)]
    [Case("CMD-14", 367, "yyyy", 2)]
    public async Task A_date_of_death_in_the_future_is_refused(string id, int days, string format, int code)
    {
        Assert.NotEmpty(id);
        await ImportAsync();
        var date = TimeProvider.System.GetUtcNow().AddDays(days).ToString(format, CultureInfo.InvariantCulture);

        var outcome = await harness.RunAsync("patient", "mark-deceased", "1", "--practice", Practice, "--reason", "x", "--date", date);

        Assert.Equal((code, code == 0 ? "" : "--date is in the future.\n"), (outcome.Code, outcome.Error));
        Assert.Equal(code == 0 ? date : null, (await ReadAsync("1")).Envelope.Deceased);
    }

    [Theory]
    [Case("CMD-16", "1952-07-18", 2)]
    [Case("CMD-16", "1952-07-19", 0)]
    [Case("CMD-16", "1952-06", 2)]
    [Case("CMD-16", "1952-07", 0)]
    [Case("CMD-16", "1951", 2)]
    [Case("CMD-16", "1952", 0)]
    public async Task A_date_of_death_before_the_birth_date_is_refused(string id, string date, int code)
    {
        Assert.NotEmpty(id);
        await ImportAsync();

        var outcome = await harness.RunAsync("patient", "mark-deceased", "1", "--practice", Practice, "--reason", "x", "--date", date);

        Assert.Equal((code, code == 0 ? "" : "--date is before the patient's birth date.\n"), (outcome.Code, outcome.Error));
        Assert.Equal(code == 0 ? date : null, (await ReadAsync("1")).Envelope.Deceased);
    }

    [Fact]
    [Requirement("CMD-17")]
    public async Task A_second_date_of_death_is_refused_until_the_first_is_removed()
    {
        await ImportAsync();
        await ChangeAsync("mark-deceased", "1", "--date", "2026-01");

        Assert.Equal("record is marked deceased with another date; remove that one first with --off", await RefusalAsync("mark-deceased", "1", "--date", "2025"));
        Assert.Equal("2026-01", (await ReadAsync("1")).Envelope.Deceased);

        await ChangeAsync("mark-deceased", "1", "--off");
        await ChangeAsync("mark-deceased", "1", "--date", "2025");
        Assert.Equal("2025", (await ReadAsync("1")).Envelope.Deceased);
    }

    [Fact]
    [Requirement("CMD-17")]
    public async Task A_date_of_death_from_a_file_cannot_be_changed_by_a_command()
    {
        await ImportAsync();
        var imported = (await ReadAsync("18")).Envelope.Deceased;

        Assert.Equal(
            "record is marked deceased with another date; an import set it: import it with the right one",
            await RefusalAsync("mark-deceased", "18", "--date", "2026-01-05"));
        Assert.Equal(imported, (await ReadAsync("18")).Envelope.Deceased);
    }

    [Theory]
    [Case("CMD-18", "9", "marked sensitive by the practice")]
    [Case("CMD-18", "18", "deceased")]
    public async Task A_merge_into_a_hidden_record_hides_the_merged_record_too_and_says_so(string id, string into, string why)
    {
        Assert.NotEmpty(id);
        await ImportAsync();

        var output = await ChangeAsync("merge", "4", "--into", into);

        Assert.EndsWith($"The patient cannot be found now, because the record merged into is not served: {why}.\n", output, StringComparison.Ordinal);
        Assert.Equal(into, (await ReadAsync("4")).Envelope.SupersededBy);
    }

    [Fact]
    [Requirement("CMD-18")]
    public async Task A_merge_into_a_record_that_an_import_withholds_says_so()
    {
        var withheld = TestPractice.Patient("withheld", TestPractice.OtherNumber);
        withheld.Remove("birthDate");
        await harness.RunAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient(), withheld));

        Assert.EndsWith("is not served: Patient.birthDate is missing.\n", await harness.DoAsync("patient", "merge", "p", "--practice", TestPractice.Ods, "--reason", "said so", "--into", "withheld"), StringComparison.Ordinal);
    }

    [Theory]
    [Case("CMD-18", "21")]
    [Case("CMD-18", "lapsed-temporary")]
    public async Task A_merge_into_an_inactive_record_is_refused(string id, string into)
    {
        Assert.NotEmpty(id);
        await ImportAsync();

        Assert.Equal(
            "record to merge into is inactive, so the patient could no longer be found; name the active one",
            await RefusalAsync("merge", "4", "--into", into));
        Assert.Null((await ReadAsync("4")).Envelope.SupersededBy);
    }

    [Fact]
    public async Task A_merge_points_to_the_surviving_record_and_leaves_it_unchanged()
    {
        await ImportAsync();
        await ChangeAsync("merge", "4", "--into", "5");

        Assert.Equal("5", (await ReadAsync("4")).Envelope.SupersededBy);
        Assert.Equal(1, (await ReadAsync("5")).Envelope.Version);
        Assert.Contains("\"Patient/4\",\"Patient/5\"", harness.Audit()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4", "4", "cannot be merged into itself")]
    [InlineData("4", "12", "is merged itself")]
    [InlineData("12", "4", "is merged already")]
    [InlineData("4", "none", "There is no Patient none")]
    [InlineData("none", "4", "There is no Patient none")]
    public async Task A_merge_that_makes_no_sense_is_refused(string from, string into, string reason)
    {
        await ImportAsync();

        var outcome = await harness.RunAsync("patient", "merge", from, "--practice", Practice, "--reason", "x", "--into", into);

        Assert.Equal(1, outcome.Code);
        Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private Task<string> ImportAsync() => harness.DoAsync("import", Path.Combine(CommandHarness.Samples, Practice));

    private Task<string> ChangeAsync(string verb, string id, params string[] more) =>
        harness.DoAsync(["patient", verb, id, "--practice", Practice, "--reason", "said so", .. more]);

    private async Task<string> RefusalAsync(string verb, string id, params string[] more)
    {
        var outcome = await harness.RunAsync(["patient", verb, id, "--practice", Practice, "--reason", "x", .. more]);
        Assert.Equal(1, outcome.Code);
        return outcome.Error.Trim()["The ".Length..^1];
    }

    private async Task<StoredRecord> ReadAsync(string id) => (await harness.ReadAsync(Practice, "Patient", id))!;
}
