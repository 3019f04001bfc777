using System.Text;
using GpConnect.Foundations.Audit;
using GpConnect.Storage.Azure.Blobs;
using GpConnect.Storage.Azure.Tests.Emulators;
using GpConnect.Testing.Emulators;
using GpConnect.Testing.Requirements;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Storage.Azure.Tests.Blobs;

/// <summary>Whatever the storage service or the clock does, a trail that was not tampered with verifies without errors.</summary>
public sealed class BlobChainTests() : AzuriteTrailTests(new DateTimeOffset(2026, 6, 2, 0, 1, 0, TimeSpan.Zero))
{
    public static TheoryData<string, bool, int, string> UnclearAnswers()
    {
        var data = new TheoryData<string, bool, int, string>();
        foreach (var isCreate in new[] { false, true })
        {
            foreach (var (status, body) in new[]
            {
                (200, "{}"), (200, "not json"), (201, ""), (201, "{}"), (202, "{}"), (304, ""), (302, ""), (400, "{}"), (404, "not json"), (409, "<?xml version=\"1.0\"?><Error><Code>Blob"), (500, "{\"error\":{}}"), (503, "<html>"),
            })
            {
                data.Add("DB-18", isCreate, status, body);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(UnclearAnswers))]
    [Requirement("DB-18")]
    public async Task An_answer_that_is_not_a_clear_success_ends_the_stream_and_the_next_stream_names_it(string id, bool isCreate, int status, string body)
    {
        Assert.NotEmpty(id);
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        Clock.Advance(isCreate ? TimeSpan.FromDays(1) : TimeSpan.Zero);
        Proxy.Inject(request => isCreate ? IsCreate(request) : IsAppend(request), Answer(status, body), times: int.MaxValue);

        var isThere = await TryAppendAsync(trail, 2);
        Proxy.Clear();
        await trail.AppendAsync(Entry(3));
        await trail.AppendAsync(Entry(4));

        var verification = await VerifyAsync();
        Assert.Empty(verification.Errors);
        Assert.False(isThere);
        var links = (await Options.TrailAsync()).Where(entry => (string?)entry["kind"] == AuditLink.Kind).ToList();
        Assert.Equal(1, (int)Assert.Single(links)["before"]![0]!["number"]!);
        Assert.Equal([1, 3, 4], await NumbersAsync());
    }

    /// <summary>The service may have carried out the request although its answer is garbled.</summary>
    [SkippableTheory]
    [Case("DB-18", true)]
    [Case("DB-18", false)]
    public async Task A_success_with_a_garbled_answer_ends_the_stream(string id, bool isCreate)
    {
        Assert.NotEmpty(id);
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        Clock.Advance(isCreate ? TimeSpan.FromDays(1) : TimeSpan.Zero);
        Proxy.Inject(request => isCreate ? IsCreate(request) : IsAppend(request), Garbled, times: int.MaxValue);

        Assert.False(await TryAppendAsync(trail, 2));
        Proxy.Clear();
        await trail.AppendAsync(Entry(3));

        Assert.Empty((await VerifyAsync()).Errors);
    }

    [SkippableFact]
    [Requirement("DB-19")]
    public async Task A_clock_that_steps_back_over_midnight_does_not_change_the_order()
    {
        await using var trail = Trail();
        await trail.AppendAsync(Entry(1));
        Clock.AdjustTime(Clock.GetUtcNow().AddMinutes(-2));
        await trail.AppendAsync(Entry(2));
        await trail.AppendAsync(Entry(3));
        Clock.AdjustTime(Clock.GetUtcNow().AddDays(-1));
        await trail.AppendAsync(Entry(4));

        var verification = await VerifyAsync();

        Assert.Empty(verification.Errors);
        Assert.Equal(4, verification.Records);
        Assert.Single(verification.Heads);
    }

    [SkippableFact]
    [Requirement("DB-19")]
    public async Task Blobs_that_an_earlier_release_named_by_the_time_are_read_in_order()
    {
        var chain = new AuditChain();
        var container = Azurite.Container(Options.AuditContainer!);
        foreach (var name in new[] { $"2026/05/31/{chain.Stream}/235959000.jsonl", $"2026/06/01/{chain.Stream}/000000001.jsonl", $"2026/06/01/{chain.Stream}/101500000.jsonl" })
        {
            await container.UploadBlobAsync(name, BinaryData.FromBytes([.. AuditLine.Write(chain.Append(Entry(1).Json)), (byte)'\n']));
        }

        Assert.Empty((await VerifyAsync()).Errors);
    }

    [SkippableFact]
    [Requirement("DB-20")]
    public async Task A_reader_sees_the_trail_as_it_was_when_it_began_despite_large_blobs_and_concurrent_appends()
    {
        await using var trail = Trail();
        var large = new AuditEntry(Encoding.UTF8.GetBytes($"{{\"number\":1,\"filler\":\"{new string('x', 700_000)}\"}}"));
        for (var number = 0; number < 10; number++)
        {
            await trail.AppendAsync(large);
        }

        var seen = 0;
        await foreach (var reading in new BlobAuditReader(Blobs()).ReadAsync(default))
        {
            Assert.Null(reading.Error);
            seen++;
            await trail.AppendAsync(large);
        }

        Assert.Equal(10, seen);
        Assert.Equal(20, (await VerifyAsync()).Records);
    }

    [SkippableFact]
    [Requirement("AT-53")]
    public async Task A_process_names_earlier_streams_and_a_removed_stream_is_reported()
    {
        await AppendOnceAsync(1);
        await AppendOnceAsync(2);
        await AppendOnceAsync(3);
        Assert.Equal((0, 0), ((await VerifyAsync()).Errors.Count, (await VerifyAsync()).Unlinked));
        var gone = await StreamOfAsync(2);
        await RemoveAsync(gone);

        Assert.StartsWith($"Stream {gone}: stream ", Assert.Single((await VerifyAsync()).Errors), StringComparison.Ordinal);
    }

    [SkippableFact]
    [Requirement("AT-53")]
    public async Task A_server_that_writes_entries_names_the_stream_of_a_command()
    {
        await using var server = Trail();
        await server.AppendAsync(Entry(1));
        await AppendOnceAsync(2);
        var gone = await StreamOfAsync(2);
        Clock.Advance(AuditNeighbours.Interval);
        while (!(await RecordsAsync()).Any(record => AuditLink.Read(record.Entry).Any(end => end.Stream == gone)))
        {
            await server.AppendAsync(Entry(1));
        }

        await RemoveAsync(gone);

        Assert.Contains("is missing", Assert.Single((await VerifyAsync()).Errors), StringComparison.Ordinal);
    }

    /// <summary>Streams have random names, so some are read before the stream that names them and some after.</summary>
    [SkippableFact]
    [Requirement("AT-57")]
    public async Task A_stream_that_continues_after_it_was_named_is_valid_and_its_rewriting_is_detected()
    {
        await using var trail = Trail();
        await trail.AppendAsync(Entry(0));
        for (var number = 1; number <= 6; number++)
        {
            await AppendOnceAsync(number);
            await trail.AppendAsync(Entry(0));
        }

        Assert.Empty((await VerifyAsync()).Errors);
        await RewriteAsync(await StreamOfAsync(0));

        var errors = (await VerifyAsync()).Errors;
        Assert.Equal(6, errors.Count(error => error.Contains("is not the one that stream", StringComparison.Ordinal)));
    }

    private static bool IsCreate(CosmosRequest request) => request.Method == "PUT" && request.Target.EndsWith(".jsonl", StringComparison.Ordinal);

    private static Fault Answer(int status, string body) => (context, _) =>
    {
        context.Response.StatusCode = status;
        return status == 304 ? Task.CompletedTask : context.Response.WriteAsync(body);
    };

    private static Fault Garbled => async (context, forward) =>
    {
        await forward();
        context.Response.StatusCode = 200;
        await context.Response.WriteAsync("{\"half\":");
    };

    private static async Task<bool> TryAppendAsync(BlobAuditTrail trail, int number)
    {
        try
        {
            await trail.AppendAsync(Entry(number));
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Writes one entry in its own stream, as a command does.</summary>
    private async Task AppendOnceAsync(int number)
    {
        await using var trail = Trail();
        await trail.AppendAsync(Entry(number));
    }

    private async Task<List<AuditRecord>> RecordsAsync()
    {
        var records = new List<AuditRecord>();
        await foreach (var reading in new BlobAuditReader(Blobs()).ReadAsync(default))
        {
            records.Add(reading.Record!);
        }

        return records;
    }

    private async Task<string> StreamOfAsync(int number) =>
        (await RecordsAsync()).First(record => record.Entry.Span.SequenceEqual(Entry(number).Json)).Stream;

    private async Task<string> RemoveAsync(string stream)
    {
        var name = Assert.Single((await Blobs().Container.ListAsync("", default)).FindAll(blob => blob.Stream == stream)).Name;
        await Azurite.Container(Options.AuditContainer!).DeleteBlobAsync(name);
        return name;
    }

    /// <summary>What an attacker does who knows how the hashes are computed: replaces every entry and recomputes every hash.</summary>
    private async Task RewriteAsync(string stream)
    {
        var count = (await RecordsAsync()).Count(record => record.Stream == stream);
        var name = await RemoveAsync(stream);
        var (lines, hash) = (new List<byte>(), Array.Empty<byte>());
        for (var number = 1; number <= count; number++)
        {
            hash = AuditChain.HashOf(stream, number, hash, Entry(99).Json);
            lines.AddRange([.. AuditLine.Write(new AuditRecord(stream, number, hash, Entry(99).Json)), (byte)'\n']);
        }

        await Azurite.Container(Options.AuditContainer!).UploadBlobAsync(name, BinaryData.FromBytes(lines.ToArray()));
    }

    private Task<AuditVerification> VerifyAsync() => AuditVerification.RunAsync(new BlobAuditReader(Blobs()), [], default);
}
