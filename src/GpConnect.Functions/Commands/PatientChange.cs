using GpConnect.Functions.Audit;
using GpConnect.Functions.Resources;
using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Commands;

/// <summary>Changes the state of one Patient: the next version with its provenance and the audit entry, in one commit.</summary>
internal sealed class PatientChange(CommandStore services, string command, string reason, bool isOff = false)
{
    private const int Attempts = 10;

    private readonly IResourceStore store = services.Get<IResourceStore>();
    private readonly TimeProvider clock = services.Get<TimeProvider>();

    /// <param name="change">The next state of the record; it refuses with a <see cref="CommandException"/>.</param>
    /// <param name="survivor">The record that a merge leads to, which has to stay as it is meanwhile.</param>
    public async Task ApplyAsync(RecordKey key, Func<StoredRecord, Envelope> change, RecordKey? survivor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new CommandException("--reason is blank.", 2);
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var record = await store.ReadAsync(key, cancellation) ?? throw PatientSelection.Unknown(key);
            var next = Next(record, change(record));
            List<StoredRecord> records = survivor is { } other ? [next, await SurvivorAsync(other, cancellation)] : [next];
            var touched = records.Select(one => $"Patient/{one.Key.Id}").ToList();
            var audit = new OperatorAudit(clock).Entry(command, OperatorAudit.Done, key.Practice, touched, isOff ? [new("off", "true")] : null);
            if (await store.CommitAsync(new StoreChange(key.Practice, records, [], audit), cancellation) == CommitResult.Committed)
            {
                Console.WriteLine($"Patient {Echo.Id(key.Id)} at {key.Practice}: done, now version {next.Envelope.Version}.");
                return;
            }
        }

        throw new CommandException("The record keeps being changed by somebody else; try again.");
    }

    private StoredRecord Next(StoredRecord record, Envelope state)
    {
        var version = record.Envelope.Version + 1;
        var provenance = new Provenance { At = clock.GetUtcNow(), Activity = command, UserName = OperatorAudit.User, Reason = reason };
        return record with
        {
            Envelope = state with { Version = version, Provenance = [.. state.Provenance, provenance] },
            Body = PatientProfile.Write(PatientProfile.Parse(record), record.Key.Id, version),
        };
    }

    private async ValueTask<StoredRecord> SurvivorAsync(RecordKey key, CancellationToken cancellation)
    {
        var survivor = await store.ReadAsync(key, cancellation) ?? throw PatientSelection.Unknown(key);
        return survivor.Envelope.SupersededBy is null
            ? survivor
            : throw new CommandException("The record to merge into is merged itself; name the one that survived.");
    }
}
