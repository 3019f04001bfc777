using System.Diagnostics;
using System.Text;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Server.Tests.Limits;

/// <summary>Clients that send or read slowly.</summary>
[Collection(AloneTests.Name)]
public sealed class SlowClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private RunningProvider provider = null!;

    public async Task InitializeAsync() => provider = await RunningProvider.StartAsync();

    public async Task DisposeAsync() => await provider.DisposeAsync();

    [Fact]
    [Requirement("AB-9")]
    public async Task Headers_that_never_end_are_cut_off()
    {
        using var connection = await OpenConnection.ToAsync(provider.Port);

        var answer = await TrickleAsync(connection, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "a");

        Assert.StartsWith("HTTP/1.1 408", Encoding.Latin1.GetString(answer), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AB-10")]
    public async Task A_body_that_arrives_too_slowly_is_refused_and_audited()
    {
        var trace = Guid.NewGuid().ToString();
        var request = ApiRequest.Register(new byte[200_000]).With("Ssp-TraceID", trace).ToBytes(TimeProvider.System.GetUtcNow(), provider.Port);
        using var connection = await OpenConnection.ToAsync(provider.Port);

        var answer = await TrickleAsync(connection, Encoding.Latin1.GetString(request[..^199_000]), new string('\0', 2_000));

        new ApiResponse(RawResponse.Parse(answer)).Fails(400, "BAD_REQUEST", "too slowly");
        Assert.Equal(400, (int?)provider.AuditOf(trace)["status"]);
    }

    [Fact]
    [Requirement("AB-11")]
    public async Task A_caller_that_never_reads_does_not_block_other_callers()
    {
        const int Requests = 20_000;
        await using var narrow = await RunningProvider.StartAsync(options => options.MaximumRequests = 1);
        using var connection = await OpenConnection.ToAsync(narrow.Port);
        var flood = connection.SendManyAsync(ApiRequest.Metadata(), narrow.Port, Requests);
        await Eventually.HoldsAsync(async () => await HaltsAsync(() => narrow.Audit().Count));

        Assert.False(flood.IsCompleted);
        (await narrow.SendAsync(ApiRequest.Metadata())).Succeeds();
    }

    private static async Task<bool> HaltsAsync(Func<int> count)
    {
        var before = count();
        await Task.Delay(1000);
        return before > 0 && count() == before;
    }

    /// <summary>Sends the beginning at once and then a part every 200 milliseconds, until the server ends the connection.</summary>
    private static async Task<byte[]> TrickleAsync(OpenConnection connection, string beginning, string part)
    {
        await connection.SendAsync(Encoding.Latin1.GetBytes(beginning));
        var reading = connection.ReadToEndAsync();
        var watch = Stopwatch.StartNew();
        while (!reading.IsCompleted)
        {
            Assert.True(watch.Elapsed < Limit, "The server still waits");
            await Task.Delay(200);
            await connection.SendQuietlyAsync(Encoding.Latin1.GetBytes(part));
        }

        return await reading;
    }
}
