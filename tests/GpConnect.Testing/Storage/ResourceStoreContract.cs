using System.Security.Cryptography;
using System.Text;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Records;
using GpConnect.Testing.Requirements;

namespace GpConnect.Testing.Storage;

/// <summary>The contract of every resource store, whatever it is built on.</summary>
public abstract class ResourceStoreContract
{
    private const string Practice = "A20047";

    private protected abstract IResourceStore Store { get; }

    [SkippableFact]
    [Requirement("ST-1")]
    public async Task A_record_comes_back_byte_for_byte()
    {
        string[] texts = ["", "{}", "{\"decimal\":1.10,\"a\":1e2,\"10\":1,\"9\":1}", "\0\u0001\r\n\t\u007f\"\\/\u2028\u2029\ufeff\uffff é Ω 漢 😀", RandomText(100_000)];
        foreach (var body in texts.Select(Encoding.UTF8.GetBytes))
        {
            var record = Record(NewId(), body);
            await CommitAsync(Change(record));
            var held = await ReadAsync(record.Key);

            Assert.Equal(body, held!.Body.ToArray());
            Assert.Equivalent(record.Envelope, held.Envelope);
            Assert.Equal(record.Key, held.Key);
            Assert.NotNull(held.Tag);
        }
    }

    [SkippableFact]
    [Requirement("ST-1")]
    public async Task The_whole_envelope_comes_back()
    {
        var at = new DateTimeOffset(2026, 6, 1, 9, 30, 15, TimeSpan.FromHours(1));
        var record = Record(NewId()) with
        {
            Envelope = new Envelope
            {
                Version = 7,
                Active = false,
                ActiveUntil = at,
                Deceased = "2020-05",
                Sensitive = true,
                SupersededBy = "other",
                Dissent = true,
                Verified = new Verification(at, "PDS"),
                Identifiers = ["a", "b"],
                Provenance = [new Provenance { At = at, Activity = "x", TraceId = "t", ConsumerAsid = "1", UserId = "u", UserName = "Ünï", UserRoleProfile = "r", OrganisationOdsCode = "o" }],
            },
        };
        await CommitAsync(Change(record));

        Assert.Equivalent(record.Envelope, (await ReadAsync(record.Key))!.Envelope);
    }

    [SkippableFact]
    [Requirement("ST-10")]
    public async Task An_envelope_of_a_newer_release_is_refused_and_an_older_one_is_written_in_the_current_schema()
    {
        var newer = Record(NewId());
        await CommitAsync(Change(newer with { Envelope = newer.Envelope with { Schema = 0 } }));

        Assert.Equal(Envelope.CurrentSchema, (await ReadAsync(newer.Key))!.Envelope.Schema);
        Assert.Throws<NewerSchemaException>(() => Envelope.Read("{\"schema\":99,\"version\":1}"u8));
        Assert.Equal(7, Envelope.Read("{\"version\":7}"u8).Version);
    }

    [SkippableFact]
    public async Task A_record_or_entry_that_was_never_written_is_not_found()
    {
        Assert.Null(await ReadAsync(new RecordKey(Practice, "Patient", NewId())));
        var entry = await FindAsync(NewId());

        Assert.Empty(entry.Ids);
        Assert.Null(entry.Tag);
    }

    [SkippableFact]
    [Requirement("ST-2")]
    public async Task A_record_is_written_only_over_the_version_that_was_read()
    {
        var record = Record(NewId());
        await CommitAsync(Change(record));
        var held = (await ReadAsync(record.Key))!;

        Assert.Equal(CommitResult.Conflict, await TryAsync(Change(record)));
        await CommitAsync(Change(Next(held)));
        Assert.Equal(CommitResult.Conflict, await TryAsync(Change(Next(held))));
        Assert.Equal(CommitResult.Conflict, await TryAsync(Change(Record(NewId()) with { Tag = held.Tag })));
        Assert.Equal(2, (await ReadAsync(record.Key))!.Envelope.Version);
    }

    [SkippableFact]
    [Requirement("ST-2")]
    public async Task An_entry_is_written_only_over_the_version_that_was_read()
    {
        var token = NewId();
        var entry = await FindAsync(token);
        await CommitAsync(Change(entry with { Ids = ["1"] }));

        Assert.Equal(CommitResult.Conflict, await TryAsync(Change(entry with { Ids = ["2"] })));
        var held = await FindAsync(token);
        await CommitAsync(Change(held with { Ids = ["1"] }));
        Assert.Equal(CommitResult.Conflict, await TryAsync(Change(held with { Ids = ["3"] })));
        Assert.Equal(["1"], (await FindAsync(token)).Ids);
    }

    [SkippableTheory]
    [Case("ST-3", "record")]
    [Case("ST-3", "entry")]
    public async Task A_change_is_written_as_a_whole_or_not_at_all(string id, string conflict)
    {
        Assert.NotEmpty(id);
        var (taken, takenToken) = (Record(NewId()), NewId());
        await CommitAsync(Change(taken));
        await CommitAsync(Change(new IdentifierEntry("Patient", takenToken, ["1"], null)));
        var (fresh, freshToken) = (Record(NewId()), NewId());
        var before = await AuditCountAsync();

        var change = new StoreChange(
            Practice,
            conflict == "record" ? [fresh, taken] : [fresh],
            [new IdentifierEntry("Patient", freshToken, ["1"], null), .. conflict == "entry" ? [new IdentifierEntry("Patient", takenToken, ["2"], null)] : Array.Empty<IdentifierEntry>()],
            new AuditEntry("{}"u8.ToArray()));
        Assert.Equal(CommitResult.Conflict, await TryAsync(change));

        Assert.Null(await ReadAsync(fresh.Key));
        Assert.Empty((await FindAsync(freshToken)).Ids);
        Assert.Equal(["1"], (await FindAsync(takenToken)).Ids);
        Assert.Equal(before, await AuditCountAsync());
    }

    [SkippableFact]
    [Requirement("ST-3")]
    public async Task A_change_and_its_audit_entry_are_committed_together()
    {
        var before = await AuditCountAsync();
        await CommitAsync(new StoreChange(Practice, [Record(NewId())], [], new AuditEntry("{}"u8.ToArray())));

        Assert.Equal(before + 1, await AuditCountAsync());
    }

    [SkippableFact]
    [Requirement("ST-4")]
    public async Task Keys_are_case_sensitive_and_belong_to_one_practice()
    {
        var id = "Abc" + NewId();
        var record = Record(id, "{\"a\":1}"u8.ToArray());
        await CommitAsync(Change(record));

        foreach (var other in new[] { record.Key with { Id = id.ToLowerInvariant() }, record.Key with { Id = id.ToUpperInvariant() }, record.Key with { Practice = "R1A14" }, record.Key with { Practice = "a20047" }, record.Key with { ResourceType = "Practitioner" } })
        {
            Assert.Null(await ReadAsync(other));
            var copy = record with { Key = other, Body = Encoding.UTF8.GetBytes(other.ToString()) };
            await CommitAsync(new StoreChange(other.Practice, [copy], [], null));
        }

        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString((await ReadAsync(record.Key))!.Body.Span));
    }

    [SkippableFact]
    [Requirement("ST-4")]
    public async Task Entries_are_case_sensitive_and_belong_to_one_practice_and_type()
    {
        var token = "Abc" + NewId();
        await CommitAsync(Change(new IdentifierEntry("Patient", token, ["1"], null)));

        Assert.Empty((await FindAsync(token.ToLowerInvariant())).Ids);
        Assert.Empty((await Store.FindAsync("R1A14", "Patient", token, default)).Ids);
        Assert.Empty((await Store.FindAsync(Practice, "Practitioner", token, default)).Ids);
    }

    [SkippableFact]
    [Requirement("ST-5")]
    public async Task An_identifier_may_lead_to_several_records()
    {
        var token = NewId();
        await CommitAsync(Change(new IdentifierEntry("Patient", token, ["1", "b-2", "c.3"], null)));
        var entry = await FindAsync(token);
        Assert.Equal(["1", "b-2", "c.3"], entry.Ids);

        await CommitAsync(Change(entry with { Ids = [] }));
        Assert.Empty((await FindAsync(token)).Ids);
        Assert.NotNull((await FindAsync(token)).Tag);
    }

    [SkippableFact]
    [Requirement("ST-5")]
    public async Task A_search_returns_an_entry_and_those_of_its_records_that_exist()
    {
        var (token, first, second) = (NewId(), Record(NewId(), "{\"a\":1}"u8.ToArray()), Record(NewId()));
        await CommitAsync(new StoreChange(Practice, [first, second], [new IdentifierEntry("Patient", token, [first.Key.Id, "gone", second.Key.Id], null)], null));

        var found = await SearchAsync(token);
        Assert.Equivalent(await FindAsync(token), found.Entry, strict: true);
        Assert.Equal([first.Key, second.Key], found.Records.Select(record => record.Key));
        Assert.Equivalent(await ReadAsync(first.Key), found.Records[0], strict: true);

        var unknown = await SearchAsync(NewId());
        Assert.Empty(unknown.Records);
        Assert.Empty(unknown.Entry.Ids);
    }

    /// <summary>Holds even for a store that reads the entry and the record one after the other.</summary>
    [SkippableFact]
    [Requirement("ST-8")]
    public async Task An_identifier_that_is_repeatedly_added_and_removed_leads_to_its_record_or_to_none()
    {
        var index = new IdentifierIndex(Store, new IdentifierHashes(new byte[32]));
        var (record, value) = (Record(NewId()), NewId());
        using var stop = new CancellationTokenSource();
        var searching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.InRange((await index.FindAsync(Practice, "Patient", "system", value, default)).Records.Count, 0, 1);
            }
        });

        await AddAndRemoveAsync(record, new IdentifierHashes(new byte[32]).Of(Practice, "Patient", "system", value), times: 100);
        await stop.CancelAsync();
        await searching;
    }

    [SkippableFact]
    [Requirement("ST-6")]
    public async Task Of_two_hundred_concurrent_creates_one_is_committed()
    {
        var (id, token) = (NewId(), NewId());
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() =>
            TryAsync(new StoreChange(Practice, [Record(number % 2 == 0 ? id : NewId())], [new IdentifierEntry("Patient", token, [$"{number}"], null)], null)))));

        Assert.Single(results, CommitResult.Committed);
        Assert.Single((await FindAsync(token)).Ids);
    }

    [SkippableFact]
    [Requirement("ST-8")]
    public async Task Readers_see_whole_records_while_others_write()
    {
        var record = Record(NewId(), Body(1));
        await CommitAsync(Change(record));
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var last = 0L;
            while (!stop.IsCancellationRequested)
            {
                var held = (await ReadAsync(record.Key))!;
                Assert.Equal(Body(held.Envelope.Version), held.Body.ToArray());
                Assert.True(held.Envelope.Version >= last);
                last = held.Envelope.Version;
            }
        })).ToList();

        for (var version = 2L; version <= 100; version++)
        {
            var held = (await ReadAsync(record.Key))!;
            await CommitAsync(Change(held with { Body = Body(version), Envelope = held.Envelope with { Version = version } }));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(100, (await ReadAsync(record.Key))!.Envelope.Version);
    }

    /// <summary>The number of entries in the audit trail or, on Cosmos DB, in the outbox.</summary>
    private protected abstract Task<long> AuditCountAsync();

    private protected static string NewId() => Guid.NewGuid().ToString();

    private protected static StoredRecord Record(string id, byte[]? body = null) =>
        new(new RecordKey(Practice, "Patient", id), new Envelope { Version = 1 }, body ?? "{}"u8.ToArray());

    private protected static StoreChange Change(StoredRecord record) => new(record.Key.Practice, [record], [], null);

    private protected static StoreChange Change(IdentifierEntry entry) => new(Practice, [], [entry], null);

    private protected async Task CommitAsync(StoreChange change) => Assert.Equal(CommitResult.Committed, await TryAsync(change));

    private protected Task<StoredRecord?> ReadAsync(RecordKey key) => Store.ReadAsync(key, default).AsTask();

    private protected Task<IdentifiedRecords> SearchAsync(string token) => Store.SearchAsync(Practice, "Patient", token, default).AsTask();

    private protected Task<IdentifierEntry> FindAsync(string token) => Store.FindAsync(Practice, "Patient", token, default).AsTask();

    /// <summary>Alternately adds an identifier to a record and removes it again.</summary>
    private protected async Task AddAndRemoveAsync(StoredRecord record, string token, int times)
    {
        await CommitAsync(new StoreChange(Practice, [record], [new IdentifierEntry("Patient", token, [], null)], null));
        for (var change = 0; change < times; change++)
        {
            var (held, entry) = ((await ReadAsync(record.Key))!, await FindAsync(token));
            var carries = entry.Ids.Count == 0;
            await CommitAsync(new StoreChange(
                Practice,
                [held with { Envelope = held.Envelope with { Identifiers = carries ? [token] : [] } }],
                [entry with { Ids = carries ? [record.Key.Id] : [] }],
                null));
        }
    }

    private static StoredRecord Next(StoredRecord held) => held with { Envelope = held.Envelope with { Version = held.Envelope.Version + 1 } };

    /// <summary>Text in which every Unicode scalar value is equally likely.</summary>
    private static string RandomText(int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => char.ConvertFromUtf32(RandomNumberGenerator.GetInt32(0x10F800) is var scalar && scalar >= 0xD800 ? scalar + 0x800 : scalar)));

    private static byte[] Body(long version) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{version};", 5000)));

    private Task<CommitResult> TryAsync(StoreChange change) => Store.CommitAsync(change, default).AsTask();
}
