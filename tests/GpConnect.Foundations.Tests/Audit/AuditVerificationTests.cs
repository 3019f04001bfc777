using System.Text;
using GpConnect.Foundations.Audit;

namespace GpConnect.Foundations.Tests.Audit;

/// <summary>A verification of the trail names each record that was changed, removed, repeated, moved or rewritten, and no other.</summary>
public class AuditVerificationTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly AuditChain chain = new();

    [Fact]
    public async Task An_unchanged_trail_has_no_errors()
    {
        var records = Append(3);
        var verification = await VerifyAsync(records, Anchor(records[0]), Anchor(records[2]));

        Assert.Empty(verification.Errors);
        Assert.Equal((3, 0, 0), (verification.Records, verification.Duplicates, verification.Unlinked));
        Assert.Equal((3, records[2].Hash), (verification.Heads[chain.Stream].Number, verification.Heads[chain.Stream].Hash));
    }

    [Fact]
    public async Task A_changed_entry_is_found_once()
    {
        var records = Append(3);
        records[1] = records[1] with { Entry = Encoding.UTF8.GetBytes("""{"kind":"changed"}""") };

        Assert.Equal([$"Stream {chain.Stream}: record 2 is not what was written."], (await VerifyAsync(records)).Errors);
    }

    [Fact]
    public async Task A_changed_hash_is_found_at_its_record_and_the_next()
    {
        var records = Append(3);
        records[1] = records[1] with { Hash = new byte[32] };

        Assert.Equal(
            [$"Stream {chain.Stream}: record 2 is not what was written.", $"Stream {chain.Stream}: record 3 is not what was written."],
            (await VerifyAsync(records)).Errors);
    }

    [Fact]
    public async Task A_removed_first_record_is_found()
    {
        var records = Append(3);

        Assert.Equal([Gap(0, 2)], (await VerifyAsync(records[1..])).Errors);
    }

    [Fact]
    public async Task A_removed_record_is_found()
    {
        var records = Append(3);

        Assert.Equal([Gap(1, 3)], (await VerifyAsync([records[0], records[2]])).Errors);
    }

    [Fact]
    public async Task A_repeated_record_is_found()
    {
        var records = Append(2);

        Assert.Equal([Gap(1, 1)], (await VerifyAsync([records[0], records[0], records[1]])).Errors);
    }

    [Fact]
    public async Task A_moved_record_is_found()
    {
        var records = Append(3);

        Assert.Equal([Gap(0, 2), Gap(2, 1), Gap(1, 3)], (await VerifyAsync([records[1], records[0], records[2]])).Errors);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task A_gap_is_an_error_when_more_records_are_missing_than_lines_were_unreadable(int removed, bool isError)
    {
        var records = Append(removed + 2);
        var unreadable = new AuditError("file, lines 2 to 3", chain.Stream, 2, "is not JSON");

        var errors = (await ReadAsync(new(records[0], null), new(null, unreadable), new(records[^1], null))).Errors;

        Assert.Equal("file, lines 2 to 3: is not JSON.", errors[0]);
        Assert.Equal(isError ? [Gap(1, removed + 2)] : (string[])[], errors.Skip(1));
    }

    [Fact]
    public async Task Unreadable_lines_add_up_until_the_next_record_and_count_only_for_their_stream()
    {
        var records = Append(8);
        AuditReading Unreadable(string? stream, int lines) => new(null, new AuditError("f", stream, lines, "r"));

        var verification = await ReadAsync(
            new(records[0], null), Unreadable(chain.Stream, 1), Unreadable(chain.Stream, 1), new(records[3], null),
            new(records[5], null), Unreadable("other", 5), new(records[7], null));

        Assert.Equal(["f: r.", "f: r.", Gap(4, 6), "f: r.", Gap(6, 8)], verification.Errors);
    }

    [Fact]
    public async Task Unreadable_lines_of_an_unknown_stream_count_for_any_stream_until_they_are_used_up()
    {
        var records = Append(5);

        var verification = await ReadAsync(new(records[0], null), new(null, new AuditError("f", null, 1, "r")), new(records[2], null), new(records[4], null));

        Assert.Equal(["f: r.", Gap(3, 5)], verification.Errors);
    }

    [Fact]
    public async Task A_removed_end_is_found_by_an_anchor()
    {
        var records = Append(3);

        Assert.Equal(
            [$"Stream {chain.Stream}: record 3 was anchored, but the stream ends with record 2; its end was removed."],
            (await VerifyAsync(records[..2], Anchor(records[0]), Anchor(records[2]))).Errors);
        Assert.StartsWith(
            $"The trail holds no record of any anchored stream (1 of 1: {chain.Stream}). They were removed, or the anchors belong to another store",
            Assert.Single((await VerifyAsync([], Anchor(records[0]))).Errors),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rewritten_stream_is_found_by_an_anchor()
    {
        var records = Append(2);
        var anchor = Anchor(records[1]) with { Hash = new byte[32] };

        Assert.Equal(
            [$"Stream {chain.Stream}: record 2 is not the one that was anchored; the stream was rewritten."],
            (await VerifyAsync(records, Anchor(records[1]), anchor)).Errors);
    }

    [Fact]
    public async Task Records_with_the_same_id_are_duplicates_when_one_of_them_is_marked()
    {
        var (marked, unmarked) = (Guid.NewGuid(), Guid.NewGuid());
        AuditRecord[] records =
        [
            Append($$"""{"id":"{{marked}}","kind":"a"}"""), Append($$"""{"again":true,"id":"{{marked}}","kind":"a"}"""), Append($$"""{"again":true,"id":"{{marked}}","kind":"a"}"""),
            Append($$"""{"id":"{{unmarked}}","kind":"a"}"""), Append($$"""{"id":"{{unmarked}}","kind":"a"}"""), Append("""{"kind":"a"}"""),
        ];

        var verification = await VerifyAsync(records);

        Assert.Empty(verification.Errors);
        Assert.Equal(2, verification.Duplicates);
    }

    [Fact]
    public async Task A_stream_that_a_link_names_is_compared_with_the_link_whatever_is_read_first()
    {
        var records = Append(3);
        var link = Link(records[1]);

        foreach (var trail in new AuditRecord[][] { [.. records, link], [link, .. records], [records[0], records[1], link, records[2]] })
        {
            var verification = await VerifyAsync(trail);
            Assert.Empty(verification.Errors);
            Assert.Equal(0, verification.Unlinked);
        }
    }

    [Fact]
    public async Task A_rewritten_stream_is_found_by_a_link_whatever_is_read_first()
    {
        var records = Append(3);
        var link = Link(records[1] with { Hash = new byte[32] });
        var error = $"Stream {chain.Stream}: record 2 is not the one that stream {link.Stream} names; one of the two was rewritten.";

        foreach (var trail in new AuditRecord[][] { [.. records, link], [link, .. records], [records[0], records[1], link, records[2]] })
        {
            Assert.Equal([error], (await VerifyAsync(trail)).Errors);
        }
    }

    [Fact]
    public async Task A_stream_that_was_removed_or_truncated_is_found_by_a_link()
    {
        var records = Append(3);
        var link = Link(records[2]);

        Assert.Equal([$"Stream {chain.Stream}: stream {link.Stream} names its record 3, but the stream is missing."], (await VerifyAsync([link])).Errors);
        Assert.Equal(
            [$"Stream {chain.Stream}: stream {link.Stream} names its record 3, but it ends with record 2; its end was removed."],
            (await VerifyAsync([.. records[..2], link])).Errors);
    }

    [Fact]
    public async Task The_last_record_that_links_name_of_a_missing_stream_is_reported()
    {
        var records = Append(3);
        var (earlier, later) = (Link(records[1]), Link(records[2]));

        Assert.Equal([$"Stream {chain.Stream}: stream {later.Stream} names its record 3, but the stream is missing."], (await VerifyAsync([earlier, later])).Errors);
    }

    [Fact]
    public async Task A_missing_stream_does_not_hide_that_another_was_rewritten()
    {
        var records = Append(3);
        var missing = new AuditChain().Append("{}"u8.ToArray());
        var (link, other) = (Link(records[1] with { Hash = new byte[32] }), Link(missing));

        Assert.Equal(
            [
                $"Stream {chain.Stream}: record 2 is not the one that stream {link.Stream} names; one of the two was rewritten.",
                $"Stream {missing.Stream}: stream {other.Stream} names its record 1, but the stream is missing.",
            ],
            (await VerifyAsync([.. records, link, other])).Errors);
    }

    [Fact]
    public async Task An_unreadable_line_is_reported_once_when_the_trail_is_read_again()
    {
        var records = Append(3);
        var link = Link(records[0]);

        var verification = await ReadAsync(
            new(records[0], null), new(null, new AuditError("f", null, 1, "r")), new(records[1], null), new(records[2], null), new(link, null));

        Assert.Equal(["f: r."], verification.Errors);
    }

    [Fact]
    public async Task Two_links_may_name_the_same_record()
    {
        var records = Append(2);

        Assert.Empty((await VerifyAsync([Link(records[0]), Link(records[0]), .. records])).Errors);
    }

    [Fact]
    public async Task Two_links_that_contradict_each_other_are_found()
    {
        var record = Append(1)[0];
        var (first, second) = (Link(record), Link(record with { Hash = new byte[32] }));

        Assert.Contains(
            $"Stream {chain.Stream}: record 1 is not the one that stream {second.Stream} names; one of the two was rewritten.",
            (await VerifyAsync([first, second, record])).Errors);
    }

    [Fact]
    public async Task Streams_without_links_are_counted_unless_there_is_only_one()
    {
        Assert.Equal(0, (await VerifyAsync(Append(1))).Unlinked);
        Assert.Equal(2, (await VerifyAsync([new AuditChain().Append("{}"u8.ToArray()), new AuditChain().Append("{}"u8.ToArray())])).Unlinked);
    }

    private static AuditRecord Link(AuditRecord named) =>
        new AuditChain().Append(AuditLink.Write([new AuditEnd(named.Stream, new AuditHead(named.Number, named.Hash))], Now).Json);

    private static AuditAnchor Anchor(AuditRecord record) => AuditAnchor.Of(record.Stream, new AuditHead(record.Number, record.Hash), null, Now);

    private static Task<AuditVerification> VerifyAsync(AuditRecord[] records, params AuditAnchor[] anchors) =>
        AuditVerification.RunAsync(new Trail([.. records.Select(record => new AuditReading(record, null))]), anchors, CancellationToken.None);

    private static Task<AuditVerification> ReadAsync(params AuditReading[] readings) =>
        AuditVerification.RunAsync(new Trail(readings), [], CancellationToken.None);

    private AuditRecord[] Append(int count) => [.. Enumerable.Range(1, count).Select(number => Append($$"""{"kind":"test","number":{{number}}}"""))];

    private AuditRecord Append(string entry) => chain.Append(Encoding.UTF8.GetBytes(entry));

    private string Gap(int before, int after) => $"Stream {chain.Stream}: record {before} is followed by record {after}; records were removed, repeated or moved.";

    private sealed class Trail(AuditReading[] readings) : IAuditReader
    {
        public async IAsyncEnumerable<AuditReading> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask;
            foreach (var reading in readings)
            {
                yield return reading;
            }
        }
    }
}
