using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Importing.BatchTrace;
using GpConnect.Importing.Records;

namespace GpConnect.Cli.Commands;

/// <summary>Changes the state of one Patient: the next version with its provenance and the audit entry, in one commit.</summary>
internal sealed class PatientChange(CommandStore services, string command, string reason, bool isOff = false)
{
    private readonly IResourceStore store = services.Get<IResourceStore>();
    private readonly TimeProvider clock = services.Get<TimeProvider>();

    /// <param name="key">The record to change.</param>
    /// <param name="change">The next state of the record; it refuses with a <see cref="CommandException"/>.</param>
    /// <param name="cancellation">Ends it between two attempts.</param>
    /// <param name="survivor">The record that a merge leads to, which has to stay as it is meanwhile.</param>
    public async Task ApplyAsync(RecordKey key, Func<StoredRecord, Envelope> change, CancellationToken cancellation, RecordKey? survivor = null)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new CommandException("--reason is blank.", 2);
        }

        var (next, into) = await ConflictRetry.RunAsync(() => TryApplyAsync(key, change, survivor, cancellation))
            ?? throw new CommandException("The record keeps being changed by somebody else; try again.");
        var done = $"Patient {Redacted.Id(key.Id)} at {key.Practice}: {Done(survivor)}, now version {next.Envelope.Version}";
        services.AnchorChange(done);
        Console.WriteLine($"{done}.");
        if (isOff || command is OperatorOverrides.Reactivate or OperatorOverrides.Unmerge)
        {
            Console.WriteLine("If a file of the practice says the same, import it again: what it said before does not count any more.");
        }

        if (into is not null && (BatchTraceHiding.Of(into.Envelope, clock.GetUtcNow()) ?? into.Envelope.Withheld) is { } hidden)
        {
            Console.WriteLine($"Nobody finds the patient now: the record merged into is not served: {hidden}.");
        }
    }

    /// <returns>The next version, and the record that a merge leads to; null when it collides with another change.</returns>
    private async ValueTask<(StoredRecord Next, StoredRecord? Into)?> TryApplyAsync(
        RecordKey key, Func<StoredRecord, Envelope> change, RecordKey? survivor, CancellationToken cancellation)
    {
        var record = await store.ReadAsync(key, cancellation) ?? throw PatientSelection.Unknown(key);
        var next = Next(record, change(record));
        var into = survivor is { } other ? await SurvivorAsync(other, cancellation) : null;
        List<StoredRecord> records = into is null ? [next] : [next, into];
        var touched = records.Select(one => $"Patient/{one.Key.Id}").ToList();
        var audit = new OperatorAudit(clock).Entry(command, OperatorAudit.Done, key.Practice, touched, isOff ? [new("off", "true")] : null);
        var entries = await EntriesAsync(record, next, cancellation);
        return await store.CommitAsync(new StoreChange(key.Practice, records, entries, audit), cancellation) == CommitResult.Committed ? (next, into) : null;
    }

    private string Done(RecordKey? survivor) => (command, isOff) switch
    {
        (OperatorOverrides.Deactivate, _) => "deactivated",
        (OperatorOverrides.Reactivate, _) => "reactivated",
        (OperatorOverrides.MarkSensitive, false) => "marked sensitive",
        (OperatorOverrides.MarkSensitive, true) => "no longer marked sensitive",
        (OperatorOverrides.MarkDeceased, false) => "marked deceased",
        (OperatorOverrides.MarkDeceased, true) => "no longer marked deceased",
        (OperatorOverrides.Merge, _) => $"merged into Patient {Redacted.Id(survivor!.Value.Id)}",
        (OperatorOverrides.Unmerge, _) => "no longer merged",
        (OperatorOverrides.UnmarkTraced, _) => "mark of a batch trace taken back",
        _ => throw new InvalidOperationException($"'{command}' says nothing of what it did"),
    };

    private StoredRecord Next(StoredRecord record, Envelope state)
    {
        var provenance = new Provenance { At = clock.GetUtcNow(), Activity = isOff ? OperatorOverrides.Off(command) : command, UserName = OperatorAudit.User, Reason = reason };
        return PatientProfile.Next(record, PatientProfile.Parse(record), state, provenance);
    }

    /// <summary>
    /// The identifier entries of a record that becomes active. They stay as they are, but somebody who registers the same person
    /// at the same time has to collide with them: a practice has at most one active Patient with one NHS number.
    /// </summary>
    private async ValueTask<IReadOnlyList<IdentifierEntry>> EntriesAsync(StoredRecord record, StoredRecord next, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (record.Envelope.IsActive(now) || !next.Envelope.IsActive(now))
        {
            return [];
        }

        var entries = new List<IdentifierEntry>();
        foreach (var token in next.Envelope.Identifiers)
        {
            var found = await store.SearchAsync(next.Key.Practice, next.Key.ResourceType, token, cancellation);
            if (found.Records.FirstOrDefault(other => other.Key.Id != next.Key.Id && other.Envelope.IsActive(now)) is { } taken)
            {
                throw new CommandException($"Patient {Redacted.Id(taken.Key.Id)} is active with the same NHS number; of the two only one can be.");
            }

            entries.Add(found.Entry);
        }

        return entries;
    }

    /// <summary>
    /// A sensitive or deceased patient may have a second record, which has to be hidden as well (clinical-safety.md H-5, H-6). One
    /// that is inactive leads nowhere (H-11).
    /// </summary>
    private async ValueTask<StoredRecord> SurvivorAsync(RecordKey key, CancellationToken cancellation)
    {
        var survivor = await store.ReadAsync(key, cancellation) ?? throw PatientSelection.Unknown(key);
        if (survivor.Envelope.SupersededBy is not null)
        {
            throw new CommandException("The record to merge into is merged itself; name the one that survived.");
        }

        return survivor.Envelope.IsActive(clock.GetUtcNow())
            ? survivor
            : throw new CommandException("The record to merge into is inactive, so nobody would find the patient any more; name the one that is active.");
    }
}
