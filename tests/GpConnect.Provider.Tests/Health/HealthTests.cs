using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace GpConnect.Provider.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    [Requirement("HE-1")]
    public async Task A_working_provider_is_live_and_ready()
    {
        await using var provider = await RunningProvider.StartAsync();

        var live = await ProbeAsync(provider, "live");
        var ready = await ProbeAsync(provider, "ready");

        Assert.Equal((200, """{"status":"Healthy"}"""), (live.Status, Encoding.UTF8.GetString(live.Body)));
        Assert.Equal("application/json", live.Header("Content-Type"));
        Assert.Equal("no-store", live.Header("Cache-Control"));
        Assert.Equal((200, "Healthy"), (ready.Status, StatusOf(ready)));
        Assert.Equal(["records Healthy", "practices Healthy", "tasks Healthy", "audit Healthy", "file Healthy", "disk Healthy", "pds Healthy"], Dependencies(ready));
    }

    [Theory]
    [Case("HE-2", "ALTER TABLE record RENAME TO gone", "records")]
    [Case("HE-2", "ALTER TABLE practice RENAME TO gone", "practices")]
    [Case("HE-2", "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'secret detail'); END", "audit")]
    public async Task A_dependency_that_is_down_is_named(string id, string damage, string dependency)
    {
        Assert.NotEmpty(id);
        var log = new CapturedLog();
        await using var provider = await RunningProvider.StartAsync(options => options.LogLevel = LogLevel.Trace, services => services.AddSingleton<ILoggerProvider>(log));
        provider.Execute(damage);

        var ready = await ProbeAsync(provider, "ready");

        Assert.Equal((503, "Unhealthy"), (ready.Status, StatusOf(ready)));
        Assert.Equal([$"{dependency} Unhealthy"], Dependencies(ready).Where(line => !line.EndsWith(" Healthy", StringComparison.Ordinal)));
        Assert.Equal(200, (await ProbeAsync(provider, "live")).Status);
        Assert.Contains($"Dependency {dependency} is Unhealthy: SqliteException", log.Text(), StringComparison.Ordinal);
        foreach (var text in new[] { Encoding.UTF8.GetString(ready.Body), log.Text() })
        {
            Assert.DoesNotContain("no such table", text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret detail", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("HE-2")]
    public async Task A_removed_database_file_is_detected()
    {
        await using var provider = await RunningProvider.StartAsync();
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
        var database = provider.Services.GetRequiredService<SqliteDatabase>();
        File.Delete(database.File);

        // A request opens a connection like this when every open one is in use.
        Assert.Throws<StoreUnavailableException>(database.Open);
        var ready = await ProbeAsync(provider, "ready");

        Assert.Equal(503, ready.Status);
        Assert.Contains("audit Unhealthy", Dependencies(ready));
        Assert.False(File.Exists(database.File));
    }

    [SkippableFact]
    [Requirement("HE-2")]
    public async Task A_removed_write_ahead_log_is_detected()
    {
        Skip.If(OperatingSystem.IsWindows(), "Skipped, because Windows does not delete open files");
        await using var provider = await RunningProvider.StartAsync();
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
        var database = provider.Services.GetRequiredService<SqliteDatabase>();
        File.Delete($"{database.File}-wal");

        // A request opens a connection like this when every open one is in use.
        Assert.Throws<StoreUnavailableException>(database.Open);
        var ready = await ProbeAsync(provider, "ready");

        Assert.Equal(503, ready.Status);
        Assert.Contains("audit Unhealthy", Dependencies(ready));
        Assert.False(File.Exists($"{database.File}-wal"));
    }

    [Fact]
    [Requirement("HE-2")]
    public async Task A_database_locked_by_another_connection_is_detected()
    {
        await using var provider = await RunningProvider.StartAsync();
        using (var other = provider.Services.GetRequiredService<SqliteDatabase>().Open())
        {
            other.Execute("BEGIN IMMEDIATE");
            Assert.Equal(["audit Unhealthy"], Dependencies(await ProbeAsync(provider, "ready")).Where(line => !line.EndsWith(" Healthy", StringComparison.Ordinal)));
        }

        await Eventually.HoldsAsync(async () => (await ProbeAsync(provider, "ready")).Status == 200, 20);
    }

    [Fact]
    [Requirement("HE-3")]
    public async Task Without_pds_the_provider_is_degraded_and_stays_in_service()
    {
        await using var provider = await RunningProvider.StartAsync();
        provider.Execute("ALTER TABLE pds RENAME TO gone");

        var ready = await ProbeAsync(provider, "ready");

        Assert.Equal((200, "Degraded"), (ready.Status, StatusOf(ready)));
        Assert.Contains("pds Degraded", Dependencies(ready));
    }

    [Fact]
    [Requirement("HE-4")]
    public async Task Probes_leave_nothing_in_the_audit_trail()
    {
        await using var provider = await RunningProvider.StartAsync();
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
        var before = provider.Sequence();

        await ProbeAsync(provider, "live");
        await ProbeAsync(provider, "ready");

        Assert.Equal(before, provider.Sequence());
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
        Assert.Equal([.. before, before[^1] + 1], provider.Sequence());
    }

    [Fact]
    [Requirement("HE-5")]
    public async Task A_flood_of_probes_queries_the_store_once_a_second()
    {
        var clock = new FakeTimeProvider();
        var store = new Mock<IPracticeStore>();
        await using var provider = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton<TimeProvider>(clock).AddSingleton(store.Object));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ProbeAsync(provider, "ready")));
        store.Verify(queried => queried.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Once);

        clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ProbeAsync(provider, "ready")));
        store.Verify(queried => queried.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    [Requirement("HE-6")]
    public async Task A_dependency_that_hangs_counts_as_down()
    {
        var store = new Mock<IResourceStore>();
        store.Setup(slow => slow.ReadAsync(It.IsAny<RecordKey>(), It.IsAny<CancellationToken>()))
            .Returns(async (RecordKey _, CancellationToken cancellation) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                return null;
            });
        await using var provider = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton(store.Object));

        Assert.Contains("records Unhealthy", Dependencies(await ProbeAsync(provider, "ready")));
    }

    [Theory]
    [Case("HE-7", "HEAD", "/health/live", 200)]
    [Case("HE-7", "HEAD", "/health/ready", 200)]
    [Case("HE-7", "POST", "/health/live", 400)]
    [Case("HE-7", "GET", "/health", 400)]
    [Case("HE-7", "GET", "/health/ready/", 400)]
    [Case("HE-7", "GET", "/HEALTH/live", 400)]
    public async Task Probes_are_served_on_two_paths_for_GET_and_HEAD(string id, string verb, string path, int status)
    {
        Assert.NotEmpty(id);
        await using var provider = await RunningProvider.StartAsync();
        var response = await provider.SendRawAsync($"{verb} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200, response.Body.Length == 0);
    }

    [Theory]
    [Case("HE-8", "/health", false)]
    [Case("HE-8", "/Health/gpconnect", false)]
    [Case("HE-8", "/healthcare/gpconnect", true)]
    [Case("HE-8", "/gpconnect/health", true)]
    public void A_service_root_that_would_hide_the_probes_is_refused(string id, string root, bool isValid)
    {
        Assert.NotEmpty(id);
        var options = new TestSettings { ServiceRoot = root, SinglePractice = SampleData.Ods };

        Assert.Equal(isValid, options.Errors().Count == 0);
    }

    private static Task<ApiResponse> ProbeAsync(RunningProvider provider, string probe) =>
        provider.SendRawAsync($"GET /health/{probe} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    private static string? StatusOf(ApiResponse response) => (string?)JsonNode.Parse(response.Body)!["status"];

    private static IEnumerable<string> Dependencies(ApiResponse response) => JsonNode.Parse(response.Body)!["dependencies"]!.AsObject()
        .Select(dependency => $"{dependency.Key} {dependency.Value!["status"]}");
}
