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
    private const string UndoneMark = "an operator's mark was removed, and an import since then may have stated the same";

    private readonly IResourceStore store = services.Get<IResourceStore>();
    private readonly TimeProvider clock = services.Get<TimeProvider>();

    /// <param name="key">The record to change.</param>
    /// <param name="change">Returns the next state of the record, or throws a <see cref="CommandException"/>.</param>
    /// <param name="cancellation">Cancels the attempts.</param>
    /// <param name="survivor">The record that a merge leads to, which must not change in the meantime.</param>
    public async Task ApplyAsync(RecordKey key, Func<StoredRecord, Envelope> change, CancellationToken cancellation, RecordKey? survivor = null)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new CommandException("--reason is blank.", 2);
        }

        var (next, into) = await ConflictRetry.RunAsync(() => TryApplyAsync(key, change, survivor, cancellation))
            ?? throw new CommandException("Other changes to the record keep coming first; try again.");
        var done = $"Patient {Redacted.Id(key.Id)} at {key.Practice}: {Done(survivor)}, now version {next.Envelope.Version}";
        services.AnchorChange(done);
        Console.WriteLine($"{done}.");
        if (next.Envelope.Withheld == UndoneMark)
        {
            Console.WriteLine("It is not served until the practice's file is imported again, because an import since the mark may have stated the same.");
        }

        if (into is not null && (BatchTraceHiding.Of(into.Envelope, clock.GetUtcNow()) ?? into.Envelope.Withheld) is { } hidden)
        {
            Console.WriteLine($"The patient cannot be found now, because the record merged into is not served: {hidden}.");
        }
    }

    /// <returns>The next version, and the record that a merge leads to; null when another change came first.</returns>
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
        (OperatorOverrides.UnmarkTraced, _) => "mark of a batch trace removed",
        _ => throw new InvalidOperationException($"There is no message for '{command}'"),
    };

    private StoredRecord Next(StoredRecord record, Envelope state)
    {
        var provenance = new Provenance { At = clock.GetUtcNow(), Activity = isOff ? OperatorOverrides.Off(command) : command, UserName = OperatorAudit.User, Reason = reason };

        // No one can tell what that import stated, so the next one decides (clinical-safety.md H-5).
        var next = OperatorOverrides.IsRemovalDoubtful(record.Envelope, command, isOff) ? state with { Withheld = UndoneMark } : state;
        return PatientProfile.Next(record, PatientProfile.Parse(record), next, provenance);
    }

    /// <summary>
    /// The identifier entries of a record that becomes active. They are written unchanged, so that a concurrent registration of the
    /// same person collides with them: a practice has at most one active Patient with one NHS number.
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
                throw new CommandException($"Patient {Redacted.Id(taken.Key.Id)} is active with the same NHS number; only one of the two can be.");
            }

            entries.Add(found.Entry);
        }

        return entries;
    }

    /// <summary>
    /// Reads the record that a merge leads to. It may be hidden: a sensitive or deceased patient may have a second record, which must
    /// be hidden as well (clinical-safety.md H-5, H-6). It must be active, or the merge would lead nowhere (H-11).
    /// </summary>
    private async ValueTask<StoredRecord> SurvivorAsync(RecordKey key, CancellationToken cancellation)
    {
        var survivor = await store.ReadAsync(key, cancellation) ?? throw PatientSelection.Unknown(key);
        if (survivor.Envelope.SupersededBy is not null)
        {
            throw new CommandException("The record to merge into is merged itself; name the surviving one.");
        }

        return survivor.Envelope.IsActive(clock.GetUtcNow())
            ? survivor
            : throw new CommandException("The record to merge into is inactive, so the patient could no longer be found; name the active one.");
    }
}
