using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;

namespace GpConnect.Importing.Records;

/// <summary>Writes the resources of one practice: a record and its identifier entries in one change, and only if it differs.</summary>
internal sealed class RecordWriter(IResourceStore store, IdentifierHashes tokens, string practice, TimeProvider clock)
{
    public const string Activity = "import";

    private readonly DateTimeOffset now = clock.GetUtcNow();
    private readonly OperatorAudit audit = new(clock);

    /// <summary>The started writes, which may not be durable yet, by each identifier that they touch.</summary>
    private readonly Dictionary<string, Task> pending = new(StringComparer.Ordinal);

    /// <summary>Prepares a resource for <see cref="StartAsync"/>. May be called concurrently.</summary>
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
    /// Validates records in order and starts to write them without waiting, so that as many as possible share a flush. Only a record that
    /// shares an identifier with a pending write waits until that write is durable.
    /// </summary>
    /// <returns>Once all are validated, the task with the outcome of each record, in the same order.</returns>
    public async Task<Task<WriteResult[]>> StartAsync(IReadOnlyList<IncomingRecord> records, CancellationToken cancellation)
    {
        ForgetWritten();
        var writes = new List<Task<WriteResult>>(records.Count);
        foreach (var record in records)
        {
            foreach (var identifier in record.Identifiers)
            {
                await pending.GetValueOrDefault(identifier, Task.CompletedTask);
            }

            var draft = await DraftAsync(record, cancellation);
            var write = WriteAsync(draft, cancellation);
            writes.Add(write);
            foreach (var entry in draft.Change?.Entries ?? [])
            {
                pending[entry.Token] = write;
            }
        }

        return Task.WhenAll(writes);
    }

    private void ForgetWritten()
    {
        foreach (var (identifier, write) in pending)
        {
            if (write.IsCompletedSuccessfully)
            {
                pending.Remove(identifier);
            }
        }
    }

    /// <summary>Retries a write that conflicts with another change.</summary>
    private async Task<WriteResult> WriteAsync(Draft draft, CancellationToken cancellation) =>
        await CommitAsync(draft, cancellation)
        ?? await ConflictRetry.RunAsync(async () => await CommitAsync(await DraftAsync(draft.Record, cancellation), cancellation))
        ?? new WriteResult("the record is being changed concurrently; import it again");

    /// <returns>Null when it conflicts with another change.</returns>
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

    /// <summary>
    /// Whether the file would deactivate a record that a consumer registered since the last import. The practice has to decide that by
    /// hand.
    /// </summary>
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
    /// The entries to write with the record, and the id of another active Patient that already has its number. An unchanged entry is
    /// written too, so that a concurrent registration of the same person conflicts with it.
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

    /// <summary>Hash of the state and of the served content, both as the file gives them.</summary>
    private static string Digest(Envelope state, ServedContent content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(state, EnvelopeJson.Default.Envelope));
        hash.AppendData(content.Unversioned);
        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }

    /// <param name="Result">The outcome once the change is committed.</param>
    /// <param name="Change">Null when there is nothing to write.</param>
    private sealed record Draft(IncomingRecord Record, WriteResult Result, StoreChange? Change = null);
}

/// <summary>The outcome for one record.</summary>
internal readonly record struct WriteResult(ImportOutcome Outcome, ImportError? Error = null)
{
    public WriteResult(ImportError error)
        : this(default, error)
    {
    }
}
