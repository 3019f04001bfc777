using System.CommandLine;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Records;
using GpConnect.Importing.BatchTrace;
using GpConnect.Importing.Records;

namespace GpConnect.Cli.Commands;

/// <summary>Removes the sensitive marks that batch traces set, if a response was wrong or was misread.</summary>
internal static class UnmarkTracedCommand
{
    private static readonly Option<string> Practice = new("--practice") { Description = "ODS code of the practice", Required = true, HelpName = "ODS" };

    private static readonly Option<string?> Import = new("--import")
    {
        Description = "Only what this response marked: the SHA-256 of the file, as 'sha256sum' and the audit trail show it, or at least its first 12 digits",
        HelpName = "SHA-256",
    };

    private static readonly Option<DateTimeOffset?> Since = TypedOptions.Time("--since", "Only what was marked at this time or later");

    private static readonly Option<bool> All = new("--all") { Description = "Everything that any batch trace marked" };

    private static readonly Option<bool> DryRunOnly = new("--dry-run") { Description = "List the records, change nothing" };

    public static Command Create(Option<string> reason)
    {
        var command = CommandVerb.Create(
            "unmark-traced", "Remove the sensitive marks of batch traces: of one import, since a time, or all of them", Practice, Import, Since, All, reason, DryRunOnly);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, parsed.GetValue(reason)!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string reason, CancellationToken cancellation)
    {
        var (import, since, isAll, isDry) = (parsed.GetValue(Import), parsed.GetValue(Since), parsed.GetValue(All), parsed.GetValue(DryRunOnly));
        Check(import, since, isAll);
        await using var store = CommandStore.Open(parsed);
        var practice = await store.PracticeAsync(parsed.GetValue(Practice)!, cancellation);
        var change = new PatientChange(store, OperatorOverrides.UnmarkTraced, reason);
        var (removed, left) = (0, 0);
        await foreach (var record in store.Get<IRecordList>().ReadAsync(practice.OdsCode, "Patient", cancellation))
        {
            if (!IsMeant(record.Envelope, import, since))
            {
                continue;
            }

            if (IsReimported(record.Envelope))
            {
                left++;
                Console.WriteLine($"left: Patient/{Redacted.Id(record.Key.Id)} was imported again since, and its file may also say sensitive; use 'patient mark-sensitive --off'");
                continue;
            }

            removed++;
            if (isDry)
            {
                Console.WriteLine($"would be served again if nothing else hides it: Patient/{Redacted.Id(record.Key.Id)}");
            }
            else
            {
                await change.ApplyAsync(record.Key, held => Unmark(held.Envelope, import, since), cancellation);
            }
        }

        if (removed + left == 0)
        {
            throw new CommandException("No batch trace made such a mark that is still set. Nothing was changed.");
        }

        Console.WriteLine(isDry ? $"Dry run, nothing was written: {Counted.Text(removed, "mark")} would be removed, {left} left in place." : $"{Counted.Text(removed, "mark")} removed, {left} left in place.");
        return left == 0 ? 0 : 1;
    }

    private static void Check(string? import, DateTimeOffset? since, bool isAll)
    {
        if (isAll == (import is not null || since is not null))
        {
            throw new CommandException("Say which marks: --import, --since, both, or --all.", 2);
        }

        if (import is not null && (import.Length < BatchTraceHiding.ShortHash || !import.All(char.IsAsciiHexDigit)))
        {
            throw new CommandException($"--import takes a SHA-256, or at least its first {BatchTraceHiding.ShortHash} digits.", 2);
        }

        if (since > TimeProvider.System.GetUtcNow())
        {
            throw new CommandException("--since is in the future.", 2);
        }
    }

    /// <summary>Checks the record again as it is committed, because it may have changed since it was listed.</summary>
    private static Envelope Unmark(Envelope held, string? import, DateTimeOffset? since) => IsMeant(held, import, since) && !IsReimported(held)
        ? held with { Sensitive = false }
        : throw new CommandException("The record was changed at the same time; run the command again.");

    private static bool IsMeant(Envelope held, string? import, DateTimeOffset? since) =>
        OperatorOverrides.BatchTraceOf(held) is { } mark
        && (import is null || mark.Content?.StartsWith(import, StringComparison.OrdinalIgnoreCase) is true)
        && (since is null || mark.At >= since);

    private static bool IsReimported(Envelope held) => OperatorOverrides.IsImportedSince(held, OperatorOverrides.TracedSensitive);
}
