using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;

namespace GpConnect.Importing.Records;

/// <summary>Writes the resources of one practice: a record and its identifier entries in one change, and only what is new.</summary>
internal sealed class RecordWriter(IResourceStore store, IdentifierHashes tokens, string practice, TimeProvider clock)
{
    public const string Activity = "import";

    private readonly DateTimeOffset now = clock.GetUtcNow();
    private readonly OperatorAudit audit = new(clock);

    /// <summary>The writes that were started and may not be on the disk yet, by each identifier that they touch.</summary>
    private readonly Dictionary<string, Task> onTheWay = new(StringComparer.Ordinal);

    /// <summary>What a resource brings, for <see cref="StartAsync"/>; any number may be made at once.</summary>
    public IncomingRecord Prepare(ServedResource resource)
    {
        var content = resource.Write();
        return new IncomingRecord(
            new RecordKey(practice, resource.Type, resource.Id),
            resource.State,
            [.. resource.Identifiers.Select(identifier => tokens.Of(practice, resource.Type, identifier.System, identifier.Value))],
            resource.References,
            content,
            Digest(resource.State, content));
    }

    /// <summary>
    /// Judges records in their order and starts to write them, so that as many as possible share a flush: only one that has
    /// an identifier of those on their way to the disk is not judged until they are there.
    /// </summary>
    /// <returns>When all are judged, the task that tells what became of each, or why it cannot be written.</returns>
    public async Task<Task<WriteResult[]>> StartAsync(IReadOnlyList<IncomingRecord> records, CancellationToken cancellation)
    {
        ForgetWritten();
        var writes = new List<Task<WriteResult>>(records.Count);
        foreach (var record in records)
        {
            foreach (var identifier in record.Identifiers)
            {
                await onTheWay.GetValueOrDefault(identifier, Task.CompletedTask);
            }

            var draft = await DraftAsync(record, cancellation);
            var write = WriteAsync(draft, cancellation);
            writes.Add(write);
            foreach (var entry in draft.Change?.Entries ?? [])
            {
                onTheWay[entry.Token] = write;
            }
        }

        return Task.WhenAll(writes);
    }

    private void ForgetWritten()
    {
        foreach (var (identifier, write) in onTheWay)
        {
            if (write.IsCompletedSuccessfully)
            {
                onTheWay.Remove(identifier);
            }
        }
    }

    /// <summary>What collides with somebody else's change is tried again.</summary>
    private async Task<WriteResult> WriteAsync(Draft draft, CancellationToken cancellation) =>
        await CommitAsync(draft, cancellation)
        ?? await ConflictRetry.RunAsync(async () => await CommitAsync(await DraftAsync(draft.Record, cancellation), cancellation))
        ?? new WriteResult("the record is being changed by somebody else; import it again");

    /// <returns>Null when it collides with another change.</returns>
    private async ValueTask<WriteResult?> CommitAsync(Draft draft, CancellationToken cancellation)
    {
        if (draft.Change is null)
        {
            return draft.Result;
        }

        return await store.CommitAsync(draft.Change, cancellation) == CommitResult.Committed ? draft.Result : null;
    }

    private async ValueTask<Draft> DraftAsync(IncomingRecord incoming, CancellationToken cancellation)
    {
        var stored = await store.ReadAsync(incoming.Key, cancellation);
        if (stored?.Envelope.Withheld == incoming.State.Withheld
            && stored?.Envelope.Provenance.LastOrDefault(entry => entry.Activity == Activity)?.Content == incoming.Digest
            && !OperatorOverrides.IsUndoneSince(stored!.Envelope, Activity))
        {
            return new Draft(incoming, new WriteResult(ImportOutcome.Unchanged));
        }

        var record = Build(incoming, stored);
        if (EndsRegistration(stored, record))
        {
            return new Draft(incoming, new WriteResult("it would end a registration that a consumer made and that is still running"));
        }

        var (entries, holder) = await EntriesAsync(record, stored, cancellation);
        if (holder is not null)
        {
            return new Draft(incoming, new WriteResult(new ImportError("another active Patient of the practice has the same NHS number", $"Patient/{Redacted.Id(holder)}")));
        }

        var entry = audit.Entry("import record", OperatorAudit.Done, practice, [$"{incoming.Key.ResourceType}/{incoming.Key.Id}"]);
        return new Draft(incoming, new WriteResult(ImportOutcome.Written), new StoreChange(practice, [record], entries, entry));
    }

    /// <summary>A consumer re-activated the record after the file was written; the practice has to decide by hand.</summary>
    private bool EndsRegistration(StoredRecord? stored, StoredRecord record) =>
        stored is not null
        && stored.Envelope.IsActive(now)
        && !record.Envelope.IsActive(now)
        && stored.Envelope.Provenance.Reverse().TakeWhile(entry => entry.Activity != Activity).Any(entry => entry.ConsumerAsid is not null);

    private StoredRecord Build(IncomingRecord incoming, StoredRecord? stored)
    {
        var state = stored is null ? incoming.State : OperatorOverrides.Keep(stored.Envelope, incoming.State);
        var provenance = new Provenance { At = now, Activity = Activity, UserName = OperatorAudit.User, Content = incoming.Digest };
        var verified = state.Verified is null ? null : state.Verified with { At = now };
        var envelope = (state with { Verified = verified, Identifiers = incoming.Identifiers }).Following(stored?.Envelope, provenance);
        return new StoredRecord(incoming.Key, envelope, incoming.Content.WithVersion(envelope.Version), stored?.Tag);
    }

    /// <summary>
    /// The entries that change with the record, and the id of the active Patient who holds its number already. An entry that stays
    /// the same is part of the change, too, as somebody registering the same person has to collide with it.
    /// </summary>
    private async ValueTask<(List<IdentifierEntry> Entries, string? Holder)> EntriesAsync(StoredRecord record, StoredRecord? stored, CancellationToken cancellation)
    {
        var entries = new List<IdentifierEntry>();
        foreach (var token in record.Envelope.Identifiers)
        {
            var entry = await store.FindAsync(practice, record.Key.ResourceType, token, cancellation);
            if (await HolderAsync(record, entry, cancellation) is { } holder)
            {
                return ([], holder);
            }

            entries.Add(entry.Ids.Contains(record.Key.Id) ? entry : entry with { Ids = [.. entry.Ids, record.Key.Id] });
        }

        foreach (var stale in stored?.Envelope.Identifiers.Except(record.Envelope.Identifiers) ?? [])
        {
            var entry = await store.FindAsync(practice, record.Key.ResourceType, stale, cancellation);
            entries.Add(entry with { Ids = [.. entry.Ids.Where(id => id != record.Key.Id)] });
        }

        return (entries, null);
    }

    private async ValueTask<string?> HolderAsync(StoredRecord record, IdentifierEntry entry, CancellationToken cancellation)
    {
        if (record.Key.ResourceType != "Patient" || !record.Envelope.IsActive(now))
        {
            return null;
        }

        foreach (var id in entry.Ids.Where(id => id != record.Key.Id))
        {
            var other = await store.ReadAsync(record.Key with { Id = id }, cancellation);
            if (other?.Envelope.IsActive(now) is true)
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>Of what is served and of the state, both as the file says them.</summary>
    private static string Digest(Envelope state, ServedContent content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(state, EnvelopeJson.Default.Envelope));
        hash.AppendData(content.Unversioned);
        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }

    /// <param name="Result">What becomes of the record once the change is made.</param>
    /// <param name="Change">Null when there is nothing to change.</param>
    private sealed record Draft(IncomingRecord Record, WriteResult Result, StoreChange? Change = null);
}

/// <summary>What became of one record.</summary>
internal readonly record struct WriteResult(ImportOutcome Outcome, ImportError? Error = null)
{
    public WriteResult(ImportError error)
        : this(default, error)
    {
    }
}
