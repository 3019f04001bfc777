using System.Text;
using GpConnect.Provider.Hosting;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Server.Tests.Limits;

/// <summary>More requests at once than the limits allow. A registration whose body is not complete yet holds a slot.</summary>
public sealed class LimitTests
{
    private const string OtherCaller = "200000000360";

    [Theory]
    [Formats]
    [Requirement("HT-21")]
    [Requirement("AB-1")]
    public async Task A_caller_over_its_limit_gets_429_while_another_caller_is_served(FhirFormat format)
    {
        await using var provider = await StartAsync(options => options.MaximumRequestsPerCaller = 2);
        using var occupied = await OccupyAsync(provider, 2);
        var refused = await RefusedAsync(provider, ApiRequest.Read("Patient", "1").As(format), 429);

        Assert.Equal("1", refused.Header("Retry-After"));
        (await provider.SendAsync(ApiRequest.Read("Patient", "1").As(format).With("Ssp-From", OtherCaller))).Succeeds();
    }

    [Theory]
    [Formats]
    [Requirement("AB-2")]
    public async Task Every_caller_gets_503_when_the_total_limit_is_reached(FhirFormat format)
    {
        await using var provider = await StartAsync(options => options.MaximumRequests = 2);
        using var occupied = await OccupyAsync(provider, 2);
        var refused = await RefusedAsync(provider, ApiRequest.Read("Patient", "1").As(format), 503);

        Assert.Equal("1", refused.Header("Retry-After"));
        (await provider.SendAsync(ApiRequest.Read("Patient", "1").As(format).With("Ssp-From", OtherCaller))).Fails(503, "INTERNAL_SERVER_ERROR", "too many requests");
    }

    [Theory]
    [Case("AB-3", 429)]
    [Case("AB-3", 503)]
    public async Task A_refused_request_is_audited(string id, int status)
    {
        Assert.NotEmpty(id);
        await using var provider = await StartAsync(options => Limit(options, status, 1));
        using var occupied = await OccupyAsync(provider, 1);
        var trace = Guid.NewGuid().ToString();
        await RefusedAsync(provider, RequestFor(status).With("Ssp-TraceID", trace), status);

        var entry = provider.Audit().Last(entry => (string?)entry["traceId"] == trace);
        Assert.Equal((status, "INTERNAL_SERVER_ERROR", SampleData.Ods), ((int?)entry["status"], (string?)entry["error"], (string?)entry["practice"]));
        Assert.Equal(status == 429 ? "200000000359" : OtherCaller, (string?)entry["fromAsid"]);
    }

    [Theory]
    [Case("AB-4", 429, true)]
    [Case("AB-4", 429, false)]
    [Case("AB-4", 503, true)]
    [Case("AB-4", 503, false)]
    public async Task A_slot_is_free_again_after_its_request(string id, int status, bool finishes)
    {
        Assert.NotEmpty(id);
        await using var provider = await StartAsync(options => Limit(options, status, 1));
        for (var round = 0; round < 3; round++)
        {
            var (connection, end) = await OpenConnection.ToUnfinishedAsync(provider.Port, (await provider.NewPersonAsync()).Register());
            using (connection)
            {
                await RefusedAsync(provider, RequestFor(status), status);
                if (finishes)
                {
                    await connection.SendAsync(end);
                    (await connection.ReadAsync()).Registers();
                }
            }

            await Eventually.HoldsAsync(async () => (await provider.SendAsync(RequestFor(status))).Status == 200);
        }
    }

    [Fact]
    [Requirement("AB-5")]
    public async Task A_request_waits_until_a_slot_is_free()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var provider = await StartAsync(options => options.MaximumRequestsPerCaller = 1, clock);
        var (connection, end) = await OpenConnection.ToUnfinishedAsync(provider.Port, (await provider.NewPersonAsync()).Register());
        using (connection)
        {
            // The clock of the provider stands still, so no wait times out; these real delays let both requests arrive.
            await Task.Delay(500);
            var waiting = provider.SendAsync(ApiRequest.Read("Patient", "1"));
            await Task.Delay(500);
            Assert.False(waiting.IsCompleted);

            await connection.SendAsync(end);
            (await connection.ReadAsync()).Registers();
            (await waiting).Succeeds();
        }
    }

    [Fact]
    [Requirement("AB-5")]
    public async Task A_request_waits_half_a_second_and_no_longer()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var provider = await StartAsync(options => options.MaximumRequestsPerCaller = 1, clock);
        using var occupied = await OccupyAsync(provider, 1);
        await Task.Delay(500);
        var waiting = provider.SendAsync(ApiRequest.Read("Patient", "1"));
        await Task.Delay(500);
        clock.Advance(TimeSpan.FromMilliseconds(499));
        await Task.Delay(100);
        Assert.False(waiting.IsCompleted);

        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            return Task.FromResult(waiting.IsCompleted);
        });

        (await waiting).Fails(429, "INTERNAL_SERVER_ERROR", "too many requests");
    }

    [Fact]
    [Requirement("AB-6")]
    public async Task Probes_are_not_counted()
    {
        await using var provider = await StartAsync(options => options.MaximumRequests = 1);
        using var occupied = await OccupyAsync(provider, 1);
        await RefusedAsync(provider, ApiRequest.Metadata(), 503);

        Assert.Equal(200, (await RawConnection.SendAsync(provider.Port, "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).Status);
    }

    [Fact]
    [Requirement("AB-8")]
    public async Task A_connection_over_the_limit_is_closed()
    {
        await using var provider = await StartAsync(options => options.MaximumConnections = 16);
        var open = new List<OpenConnection>();
        while (open.Count < 16)
        {
            open.Add(await AdmittedAsync(provider));
        }

        using var further = await OpenConnection.ToAsync(provider.Port);

        Assert.Empty(await further.ReadToEndAsync());

        open.ForEach(connection => connection.Dispose());
        await Eventually.HoldsAsync(async () => (await AnswerAsync(provider)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("AB-15")]
    public async Task Connections_without_a_request_do_not_block_callers()
    {
        await using var provider = await StartAsync(options => options.MaximumConnections = 16);
        using var caller = await AdmittedAsync(provider);
        var idle = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => OpenConnection.AttemptAsync(provider.Port)));

        await Eventually.HoldsAsync(async () => (await AnswerAsync(provider)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
        await caller.SendAsync(ApiRequest.Metadata(), provider.Port);
        (await caller.ReadAsync()).Succeeds();

        Array.ForEach(idle, connection => connection?.Dispose());
    }

    [Fact]
    [Requirement("AB-15")]
    public async Task The_oldest_connection_without_a_request_is_closed_first_and_the_others_after_ten_seconds()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var provider = await StartAsync(options => options.MaximumConnections = 16, clock);
        using var first = await OpenConnection.ToAsync(provider.Port);
        using var second = await OpenConnection.ToAsync(provider.Port);
        using var third = await OpenConnection.ToAsync(provider.Port);
        Assert.Empty(await first.ReadToEndAsync());

        var seconds = Task.WhenAll(second.ReadToEndAsync(), third.ReadToEndAsync());
        clock.Advance(NewConnections.WaitLimit - TimeSpan.FromMilliseconds(1));
        await Task.Delay(100);
        Assert.False(seconds.IsCompleted);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.All(await seconds, Assert.Empty);
    }

    /// <summary>A connection that has sent its first request and stays open.</summary>
    private static async Task<OpenConnection> AdmittedAsync(RunningProvider provider)
    {
        var connection = await OpenConnection.ToAsync(provider.Port);
        await connection.SendAsync(ApiRequest.Metadata(), provider.Port);
        (await connection.ReadAsync()).Succeeds();
        return connection;
    }

    private static async Task<string> AnswerAsync(RunningProvider provider)
    {
        using var connection = await OpenConnection.AttemptAsync(provider.Port);
        if (connection is null)
        {
            return "";
        }

        await connection.SendQuietlyAsync(ApiRequest.Metadata().ToBytes(TimeProvider.System.GetUtcNow(), provider.Port));
        return Encoding.Latin1.GetString(await connection.ReadToEndAsync());
    }

    private static void Limit(TestSettings options, int status, int limit)
    {
        options.MaximumRequestsPerCaller = limit;
        options.MaximumRequests = status == 503 ? limit : options.MaximumRequests;
    }

    /// <summary>For 429 a request of the caller that holds the slot; for 503 one of a caller that only the total limit refuses.</summary>
    private static ApiRequest RequestFor(int status) => status == 429 ? ApiRequest.Metadata() : ApiRequest.Metadata().With("Ssp-From", OtherCaller);

    /// <summary>A provider without a minimum data rate, so that an unfinished body does not time out.</summary>
    private static Task<RunningProvider> StartAsync(Action<TestSettings> configure, TimeProvider? clock = null) => RunningProvider.StartAsync(configure, services => services
        .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = null)
        .AddSingleton(clock ?? TimeProvider.System));

    private static async Task<Occupation> OccupyAsync(RunningProvider provider, int slots)
    {
        var unfinished = await Task.WhenAll(Enumerable.Range(0, slots).Select(_ => OpenConnection.ToUnfinishedAsync(provider.Port, Person.New().Register())));
        return new Occupation([.. unfinished.Select(one => one.Connection)]);
    }

    /// <summary>Repeats the request until it is refused: the unfinished registrations may take a moment to arrive.</summary>
    private static async Task<ApiResponse> RefusedAsync(RunningProvider provider, ApiRequest request, int status)
    {
        ApiResponse? answer = null;
        await Eventually.HoldsAsync(async () => (answer = await provider.SendAsync(request)).Status == status);
        return answer!.Fails(status, "INTERNAL_SERVER_ERROR", "too many requests");
    }

    private sealed record Occupation(IReadOnlyList<OpenConnection> Connections) : IDisposable
    {
        public void Dispose()
        {
            foreach (var connection in Connections)
            {
                connection.Dispose();
            }
        }
    }
}
