using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>A mistyped date, number, name or id gives one line and changes nothing.</summary>
[Collection(ConsoleTests.Name)]
public sealed class MistypedValueTests(ImportedHarness imported) : IClassFixture<ImportedHarness>
{
    private const string Practice = "A20047";

    /// <summary>201 characters.</summary>
    private const string LongName = Fifty + Fifty + Fifty + Fifty + "x";

    private const string Fifty = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    private static readonly string[] Nonsense = ["nonsense", "-1", "9999999999999999999999", "2026-13-45", "\ufffe", "/no/such/place"];

    private readonly CommandHarness harness = imported.Harness;

    [Theory]
    [Case("CMD-30", "--since takes a date", "patient", "unmark-traced", "--practice", Practice, "--reason", "x", "--since", "01/02/2026")]
    [Case("CMD-30", "--since takes a date", "patient", "unmark-traced", "--practice", Practice, "--reason", "x", "--since", "yesterday")]
    [Case("CMD-30", "--since is in the future", "patient", "unmark-traced", "--practice", Practice, "--reason", "x", "--since", "2999-01-01")]
    [Case("CMD-30", "--from takes a date", "audit", "search", "--from", "1 June 2026")]
    [Case("CMD-30", "--to takes a date", "audit", "search", "--to", "2026-02-30")]
    [Case("CMD-30", "--from takes a date", "audit", "search", "--from", "0001-01-01T00:00:00+14:00")]
    [Case("CMD-30", "--to takes a date", "audit", "search", "--to", "9999-12-31T23:59:59-14:00")]
    [Case("CMD-30", "--since is in the future", "patient", "unmark-traced", "--practice", Practice, "--reason", "x", "--since", "9999-12-31T23:59:59.9999999Z")]
    [Case("CMD-30", "--date is in the future", "patient", "mark-deceased", "1", "--practice", Practice, "--reason", "x", "--date", "9999-12-31")]
    [Case("CMD-30", "--from must be before --to", "audit", "search", "--from", "2026-06-02", "--to", "2026-06-01")]
    [Case("CMD-30", "--date is in the future", "patient", "mark-deceased", "1", "--practice", Practice, "--reason", "x", "--date", "2999")]
    [Case("CMD-30", "--date takes a date", "patient", "mark-deceased", "1", "--practice", Practice, "--reason", "x", "--date", "01/02/2026")]
    [Case("CMD-31", "--port takes a number, 0 to 65535", "serve", "--port", "abc")]
    [Case("CMD-31", "--port takes a number, 0 to 65535", "serve", "--port", "-1")]
    [Case("CMD-31", "--maximum-days takes a number, 1 to", "import", "dbs", "/dev/null", "--practice", Practice, "--profile", "pds-mesh", "--maximum-days", "-5")]
    [Case("CMD-31", "--limit takes a number, 1 to 1000000.", "audit", "search", "--limit", "ten")]
    [Case("CMD-31", "--capability takes foundations", "practice", "disable", Practice, "--capability", "7")]
    [Case("CMD-31", "--import takes a SHA-256", "patient", "unmark-traced", "--practice", Practice, "--reason", "x", "--import", "0123456789xyz")]
    [Case("CMD-31", "name must be 1 to 200 characters", "practice", "add", "A20048", "--asid", "918999198990", "--name", LongName)]
    public async Task An_invalid_value_is_refused_and_the_message_says_what_is_valid(string id, string error, params string[] arguments)
    {
        Assert.NotEmpty(id);
        await AssertRefusedAsync(2, error, arguments);
    }

    [Theory]
    [Case("CMD-32", "no Patient 999", "patient", "show", "999", "--practice", Practice)]
    [Case("CMD-32", "no Patient 999", "patient", "merge", "1", "--practice", Practice, "--reason", "x", "--into", "999")]
    [Case("CMD-32", "An NHS number goes to '--nhs-number -'", "patient", "show", "9658218865", "--practice", Practice)]
    [Case("CMD-32", "No batch trace made such a mark", "patient", "unmark-traced", "--practice", Practice, "--reason", "x", "--import", "0123456789abcdef")]
    [Case("CMD-32", "No batch trace made such a mark", "patient", "unmark-traced", "--practice", Practice, "--reason", "x", "--all", "--dry-run")]
    [Case("CMD-32", "There is no folder", "backup", "/no/such/folder/copy.db")]
    [Case("CMD-32", "There is no folder", "audit", "export", "/no/such/folder/trail.jsonl")]
    [Case("CMD-32", "already exists", "backup", "/dev/null")]
    [Case("CMD-32", "already exists", "audit", "export", "/dev/null")]
    [Case("CMD-32", "There is no anchor in /dev/null", "audit", "verify", "--anchors", "/dev/null")]
    public async Task A_record_file_or_folder_that_cannot_be_used_is_refused_and_named(string id, string error, params string[] arguments)
    {
        Assert.NotEmpty(id);
        await AssertRefusedAsync(1, error, arguments);
    }

    [Theory]
    [Case("CMD-32", "practice enable A99999")]
    [Case("CMD-32", "practice disable A99999 --capability foundations")]
    [Case("CMD-32", "patient show 1 --practice A99999")]
    [Case("CMD-32", "patient deactivate 1 --practice A99999 --reason x")]
    [Case("CMD-32", "patient merge 1 --into 2 --practice A99999 --reason x")]
    [Case("CMD-32", "patient unmark-traced --practice A99999 --reason x --all")]
    [Case("CMD-32", "import /dev --practice A99999")]
    [Case("CMD-32", "import dbs /dev/null --practice A99999 --profile pds-mesh")]
    [Case("CMD-32", "export dbs /tmp --practice A99999 --profile pds-mesh")]
    [Case("CMD-32", "token rest:read:metadata-1 --practice A99999 --curl")]
    public async Task An_unknown_practice_is_refused_by_every_command_that_takes_one(string id, string arguments)
    {
        Assert.NotEmpty(id);
        await AssertRefusedAsync(1, "There is no practice A99999", arguments.Split(' '));
    }

    [Fact]
    [Requirement("CMD-33")]
    public async Task A_blank_value_is_refused_by_every_argument_and_option()
    {
        foreach (var (command, symbol) in CommandWords.All())
        {
            await AssertRefusedAsync(2, "", CommandWords.With(command, symbol, ""));
            await AssertRefusedAsync(2, "", CommandWords.With(command, symbol, " \t"));
        }
    }

    [Theory]
    [Case("CMD-33", "--reason", "patient", "deactivate", "1", "--practice", Practice, "--reason", "")]
    [Case("CMD-33", "--target", "token", "rest:read:patient-1", "--curl", "--target", " ")]
    [Case("CMD-33", "<file>", "restore", "", "--yes")]
    [Case("CMD-33", "<ODS>", "sds", "register", "")]
    public async Task The_error_for_a_blank_value_names_the_argument_or_option(string id, string symbol, params string[] arguments)
    {
        Assert.NotEmpty(id);
        await AssertRefusedAsync(2, $"{symbol} is blank.", arguments);
    }

    [Fact]
    [Requirement("CMD-34")]
    public async Task Nonsense_in_any_argument_or_option_gives_one_line_and_never_a_stack_trace()
    {
        foreach (var (command, symbol) in CommandWords.All().Where(pair => pair is not ({ } writing, "file" or "--report") || writing is "restore"))
        {
            foreach (var nonsense in Nonsense)
            {
                var outcome = await harness.RunAsync(CommandWords.With(command, symbol, nonsense));

                Assert.InRange(outcome.Code, 0, 2);
                Assert.True(outcome.Code == 0 || Lines(outcome.Error) is [_], $"{command} {symbol}: {outcome.Error}");
            }
        }
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    private async Task AssertRefusedAsync(int code, string error, params string[] arguments)
    {
        var (records, patient) = (harness.Audit().Count, await harness.ReadAsync(Practice, "Patient", "1"));

        var outcome = await harness.RunAsync(arguments);

        Assert.True(outcome.Code == code, $"{string.Join(' ', arguments)}: {outcome.Code} {outcome.Output}{outcome.Error}");
        Assert.Contains(error, Assert.Single(Lines(outcome.Error)), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.DoesNotContain("System.", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(records, harness.Audit().Count);
        Assert.Equal(patient!.Envelope.Version, (await harness.ReadAsync(Practice, "Patient", "1"))!.Envelope.Version);
    }
}
