using System.Text;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Practices;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Importing.Tests.Records;

[Collection(ConsoleTests.Name)]
public sealed partial class SamplesTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Fact]
    public async Task The_samples_are_imported_completely_and_a_second_import_changes_nothing()
    {
        Assert.EndsWith("\n369 read, 369 written, 0 unchanged, 0 rejected\n", await harness.DoAsync("import", CommandHarness.Samples), StringComparison.Ordinal);
        Assert.EndsWith("\n369 read, 0 written, 369 unchanged, 0 rejected\n", await harness.DoAsync("import", CommandHarness.Samples), StringComparison.Ordinal);
        Assert.Equal(1, (await harness.ReadAsync("A20047", "Patient", "1"))!.Envelope.Version);
    }

    [Fact]
    public async Task A_dry_run_counts_the_same_and_writes_nothing_not_even_audit_entries()
    {
        var output = await harness.DoAsync("import", CommandHarness.Samples, "--dry-run");

        Assert.Contains("369 read, 369 would be written, 0 unchanged, 0 rejected", output, StringComparison.Ordinal);
        Assert.Empty(harness.Audit());
        Assert.Null(await harness.ReadAsync("A20047", "Patient", "1"));
        await using var services = harness.Services();
        Assert.Empty(await services.GetRequiredService<IPracticeStore>().ListAsync(default));
    }

    [Theory]
    [InlineData("9", "sensitive")]
    [InlineData("12", "merged")]
    [InlineData("15", "dissent")]
    [InlineData("18", "deceased")]
    [InlineData("21", "inactive")]
    [InlineData("lapsed-temporary", "lapsed")]
    [InlineData("unverified-agrees", "unverified")]
    [InlineData("1", "ordinary")]
    public async Task The_envelope_of_a_sample_has_its_state_and_no_other(string id, string state)
    {
        await harness.DoAsync("import", CommandHarness.Samples);

        var envelope = (await harness.ReadAsync("A20047", "Patient", id))!.Envelope;

        Assert.Equal(state == "sensitive", envelope.Sensitive);
        Assert.Equal(state == "merged" ? "5" : null, envelope.SupersededBy);
        Assert.Equal(state == "dissent", envelope.Dissent);
        Assert.Equal(state == "deceased", envelope.Deceased is not null);
        Assert.Equal(state != "inactive", envelope.Active);
        Assert.Equal(state is "lapsed" or "inactive", envelope.ActiveUntil < DateTimeOffset.UnixEpoch.AddYears(55));
        Assert.Equal(state == "unverified", envelope.Verified is null);
    }

    [Fact]
    public async Task A_served_body_holds_nothing_of_the_state()
    {
        await harness.DoAsync("import", CommandHarness.Samples);

        foreach (var id in new[] { "9", "12", "15", "18", "21" })
        {
            var body = Encoding.UTF8.GetString((await harness.ReadAsync("A20047", "Patient", id))!.Body.Span);
            Assert.DoesNotMatch("security|tag|link|deceased|\"active\":false", body);
        }
    }

    [Fact]
    public async Task The_trail_names_the_operator_and_holds_no_NHS_number()
    {
        await harness.DoAsync("import", CommandHarness.Samples);

        var entries = harness.Audit();
        Assert.Contains("\"outcome\":\"started\"", entries[0], StringComparison.Ordinal);
        Assert.Contains("\"A20047\":\"43 read, 43 written, 0 unchanged, 0 rejected\"", entries[^1], StringComparison.Ordinal);
        Assert.Contains($"\"user\":\"{Environment.UserName}\"", entries[^1], StringComparison.Ordinal);
        Assert.DoesNotMatch(TenDigits(), string.Join('\n', entries));
    }

    [Fact]
    public async Task An_operators_switch_survives_a_new_import()
    {
        await harness.DoAsync("import", CommandHarness.Samples);
        await harness.DoAsync("practice", "disable", "A20047");

        Assert.Contains("A20047: GP Connect stays off", await harness.DoAsync("import", CommandHarness.Samples), StringComparison.Ordinal);

        await using var services = harness.Services();
        Assert.False((await services.GetRequiredService<IPracticeStore>().FindAsync("A20047", default))!.GpConnect);
    }

    [Fact]
    public async Task A_single_file_in_a_practice_folder_is_imported_to_its_practice()
    {
        var output = (await harness.RunAsync("import", Path.Combine(CommandHarness.Samples, "A20047", "practitioners.json"))).Output;

        Assert.EndsWith("6 read, 5 written, 0 unchanged, 1 rejected\n", output, StringComparison.Ordinal);
        Assert.NotNull(await harness.ReadAsync("A20047", "Practitioner", "1"));
    }

    public void Dispose() => harness.Dispose();

    [GeneratedRegex(@"\b[0-9]{10}\b", RegexOptions.CultureInvariant)]
    private static partial Regex TenDigits();
}
