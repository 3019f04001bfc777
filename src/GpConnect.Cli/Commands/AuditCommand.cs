using System.CommandLine;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Output;

namespace GpConnect.Cli.Commands;

/// <summary>Verifies, searches and exports the audit trail.</summary>
internal static class AuditCommand
{
    private static readonly Option<string?> Anchors = new("--anchors")
    {
        Description = "File or log with anchors; without it, missing records at the end of a stream are not found",
        HelpName = "file",
    };

    private static readonly Argument<string> Target = new("file") { Description = "File to write; it must not exist yet. It will show who accessed whose records: guard it" };

    public static Command Create() => new("audit", "Verify, search or export the audit trail")
    {
        Verb("verify", "Check every record of every stream; each problem prints a line, and the exit code is 1", VerifyAsync, Anchors),
        AuditSearch.Create(),
        Verb("export", "Write every record to a file, as JSON lines", ExportAsync, Target, TrailAccess.Unrecorded),
    };

    private static Command Verb(string name, string description, Func<ParseResult, CancellationToken, Task<int>> action, params ReadOnlySpan<Symbol> symbols)
    {
        var command = CommandVerb.Create(name, description, symbols);
        command.SetAction(action);
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var anchors = await ReadAnchorsAsync(parsed.GetValue(Anchors), cancellation);
        await using var trail = await TrailAccess.OpenAsync(parsed);
        var forged = Forged(anchors, CommonOptions.Read(parsed).Get<AuditOptions>().AuditKey);
        var verification = await AuditVerification.RunAsync(trail.Reader, [.. anchors.Except(forged)], cancellation);
        List<string> errors = [.. forged.Select(anchor => $"Stream {anchor.Stream}: the anchor of record {anchor.Number} is not signed with the audit key."), .. verification.Errors];
        errors.ForEach(Console.WriteLine);
        if (trail.Error is { } unusable)
        {
            await Console.Error.WriteLineAsync($"{unusable} Only its trail was read.");
        }

        if (verification.Duplicates is > 0 and var doubles)
        {
            Console.WriteLine($"Records that repeat an entry, as a crash can leave them: {doubles} (docs/audit.md).");
        }

        if (verification.Unlinked is > 0 and var unlinked)
        {
            Console.WriteLine($"Streams that name no other and that no other names: {unlinked}; only an anchor would show that one was removed (docs/audit.md).");
        }

        Console.WriteLine($"{Counted.Text(verification.Records, "record")} in {Counted.Text(verification.Heads.Count, "stream")}, {Counted.Text(anchors.Count, "anchor")}, {Counted.Text(errors.Count, "problem")}.");
        return errors.Count == 0 ? 0 : 1;
    }

    private static async Task<List<AuditAnchor>> ReadAnchorsAsync(string? file, CancellationToken cancellation)
    {
        if (file is null)
        {
            return [];
        }

        var path = Path.GetFullPath(file);
        try
        {
            var anchors = new List<AuditAnchor>();
            await foreach (var line in File.ReadLinesAsync(path, cancellation))
            {
                anchors.AddRange(AuditAnchor.Find(line) is { } anchor ? [anchor] : []);
            }

            // Without an anchor to check against, a trail that was cut off would pass.
            return anchors.Count > 0 ? anchors : throw new CommandException($"There is no anchor in {path}.");
        }
        catch (Exception exception) when (FileErrors.IsExpected(exception))
        {
            throw new CommandException($"{path} cannot be read: {FileErrors.Describe(exception, path)}.");
        }
    }

    private static List<AuditAnchor> Forged(List<AuditAnchor> anchors, string? key)
    {
        if (key is null)
        {
            return [];
        }

        var bytes = Convert.FromBase64String(key);
        return anchors.FindAll(anchor => !anchor.IsSignedWith(bytes));
    }

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var target = NewFile.At(parsed.GetValue(Target)!);
        await using var trail = await TrailAccess.OpenRecordedAsync(parsed, "audit export");
        var count = 0;
        var unreadable = new UnreadablePlaces();
        await using (var file = OwnerOnly.Create(target))
        {
            await foreach (var (record, error) in trail.Reader.ReadAsync(cancellation))
            {
                unreadable.Note(error);
                if (record is null)
                {
                    continue;
                }

                await file.WriteAsync(AuditLine.Write(record), cancellation);
                file.WriteByte((byte)'\n');
                count++;
            }

            file.Flush(flushToDisk: true);
        }

        Console.WriteLine($"Exported {Counted.Text(count, "record")}.");
        return unreadable.Report(count);
    }
}
