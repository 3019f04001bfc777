using GpConnect.Foundations.Records;

namespace GpConnect.Foundations.Tests.Records;

/// <summary>A search by identifier never returns a record that does not carry the identifier.</summary>
public class IdentifierIndexTests
{
    private static readonly IdentifierHashes Tokens = new(new byte[32]);
    private static readonly string Token = Tokens.Of("A20047", "Patient", "system", "1");

    [Fact]
    public async Task A_record_that_carries_the_identifier_is_found()
    {
        var found = Of("1", Record("p", Token));

        Assert.Same(found, await FindAsync(found));
    }

    [Fact]
    public async Task An_identifier_without_records_is_found_without_records()
    {
        var found = new IdentifiedRecords(new IdentifierEntry("Patient", Token, [], null), []);

        Assert.Same(found, await FindAsync(found));
    }

    [Fact]
    public async Task A_record_that_does_not_carry_the_identifier_makes_the_index_corrupt() =>
        await AssertCorruptAsync(Of("1", Record("p", "another")), Of("1", Record("p", "another")));

    [Fact]
    public async Task One_of_two_records_without_the_identifier_makes_the_index_corrupt() =>
        await AssertCorruptAsync(Of("1", Record("p", Token), Record("q", "another")), Of("1", Record("p", Token), Record("q", "another")));

    [Fact]
    public async Task An_entry_of_a_record_that_does_not_exist_makes_the_index_corrupt()
    {
        var found = new IdentifiedRecords(new IdentifierEntry("Patient", Token, ["p"], "1"), []);

        await AssertCorruptAsync(found, found);
    }

    [Fact]
    public async Task A_contradiction_is_read_again_because_a_change_may_have_come_between()
    {
        var after = Of("2", Record("p", Token));

        Assert.Same(after, await FindAsync(Of("1", Record("p", "another")), after));
    }

    [Fact]
    public async Task A_contradiction_counts_only_when_the_entry_is_unchanged()
    {
        var after = Of("3", Record("p", Token));

        Assert.Same(after, await FindAsync(Of("1", Record("p", "another")), Of("2", Record("p", "another")), after));
        await AssertCorruptAsync(Of("1", Record("p", "another")), Of("2", Record("p", "another")), Of("2", Record("p", "another")));
    }

    private static async Task AssertCorruptAsync(params IdentifiedRecords[] answers) =>
        Assert.Equal(
            "An identifier entry leads to a record that does not carry the identifier.",
            (await Assert.ThrowsAsync<CorruptIndexException>(async () => await FindAsync(answers))).Message);

    private static ValueTask<IdentifiedRecords> FindAsync(params IdentifiedRecords[] answers) =>
        new IdentifierIndex(new Answers(answers), Tokens).FindAsync("A20047", "Patient", "system", "1", CancellationToken.None);

    private static IdentifiedRecords Of(string tag, params StoredRecord[] records) =>
        new(new IdentifierEntry("Patient", Token, [.. records.Select(record => record.Key.Id)], tag), records);

    private static StoredRecord Record(string id, string token) =>
        new(new RecordKey("A20047", "Patient", id), new Envelope { Version = 1, Identifiers = [token] }, ReadOnlyMemory<byte>.Empty);

    /// <summary>A store that gives each search its next answer.</summary>
    private sealed class Answers(IEnumerable<IdentifiedRecords> answers) : IResourceStore
    {
        private readonly Queue<IdentifiedRecords> left = new(answers);

        public ValueTask<IdentifiedRecords> SearchAsync(string practice, string resourceType, string token, CancellationToken cancellation) =>
            (practice, resourceType, token) == ("A20047", "Patient", Token) ? new(left.Dequeue()) : throw new NotSupportedException();

        public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<IdentifierEntry> FindAsync(string practice, string resourceType, string token, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<CommitResult> CommitAsync(StoreChange change, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
