using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace GpConnect.Testing.EndToEnd;

/// <summary>
/// A running provider on a free port, with its own data folder. When it ends, everything that it has written outside store and
/// audit trail (its log, at level Debug unless a test sets another, its spans and its metrics) is searched for the
/// <see cref="PatientDataMarkers"/> of all tests.
/// </summary>
internal sealed class RunningProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CapturedLog log;
    private readonly Observer observer;

    private RunningProvider(WebApplication app, CapturedLog log)
    {
        this.app = app;
        this.log = log;
        observer = Observer.Watch(this);
    }

    public IServiceProvider Services => app.Services;

    public TestSettings Options => TestSettings.Of(Services);

    public int Port { get; private set; }

    public static async Task<RunningProvider> StartAsync(Action<TestSettings>? configure = null, Action<IServiceCollection>? replaceServices = null)
    {
        var options = new TestSettings
        {
            Port = 0,
            DataFolder = await SampleData.NewFolderAsync(),
            LogLevel = LogLevel.Debug,
            DrainSeconds = 0,

            // Test machines stall. Tests of the time limit set their own.
            PdsTimeoutSeconds = 30,

            // Hundreds of providers keep their reserve until the tests end.
            DiskReserveMegabytes = 1,
        };
        configure?.Invoke(options);
        return await StartAsync(options, replaceServices);
    }

    public static async Task<RunningProvider> StartAsync(TestSettings options, Action<IServiceCollection>? replaceServices = null)
    {
        var log = new CapturedLog();
        var provider = new RunningProvider(StandaloneHost.Build(options, services => Capture(services, log, replaceServices)), log);
        await provider.app.StartAsync();
        provider.Port = new Uri(provider.app.Urls.First()).Port;
        return provider;
    }

    /// <summary>Sends a request and checks the rules for every answer.</summary>
    public Task<ApiResponse> SendAsync(ApiRequest request) =>
        request.SendAsync(Port, Services.GetRequiredService<TimeProvider>().GetUtcNow());

    /// <summary>Sends raw bytes; the answer is parsed, but not checked.</summary>
    public async Task<ApiResponse> SendRawAsync(string request) => new(await RawConnection.SendAsync(Port, request));

    public Task<Person> AddToPdsAsync(Person person) => Services.AddToPdsAsync(person);

    /// <summary>Stores a PDS record under an NHS number that it does not carry.</summary>
    public Task SaveToPdsUnderAsync(string nhsNumber, PdsRecord record)
    {
        var key = EmbeddedPdsGateway.TokenOf(Services.GetRequiredService<IdentifierHashes>(), nhsNumber);
        return Services.GetRequiredService<SqliteDatabase>().Writer.WriteAsync(session =>
            session.SavePds.Execute(key, JsonSerializer.SerializeToUtf8Bytes(record, PdsJson.Default.PdsRecord)));
    }

    public Task<Person> NewPersonAsync() => AddToPdsAsync(Person.New());

    public async Task<JsonObject> RegisterAsync(Person person) => (await SendAsync(person.Register())).Registers();

    public async Task SwitchAsync(Func<Practice, Practice> change)
    {
        var store = Services.GetRequiredService<IPracticeStore>();
        var practice = (await store.FindAsync(SampleData.Ods, default))!;
        await store.SaveAsync(change(practice), new AuditEntry("{}"u8.ToArray()), default);
    }

    /// <summary>The audit entries of requests, oldest first.</summary>
    public IReadOnlyList<JsonObject> Audit() => Services.Audit();

    /// <summary>The sequence numbers of the audit trail, in the order of the times of its entries.</summary>
    public IReadOnlyList<long> Sequence()
    {
        using var connection = Services.GetRequiredService<SqliteDatabase>().Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sequence FROM audit WHERE json_extract(CAST(entry AS TEXT), '$.kind') IS NOT 'stream' ORDER BY json_extract(CAST(entry AS TEXT), '$.time'), sequence";
        using var rows = command.ExecuteReader();
        var numbers = new List<long>();
        while (rows.Read())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }

    public JsonObject AuditOf(string traceId) => Assert.Single(Audit(), entry => (string?)entry["traceId"] == traceId);

    /// <summary>A digest of the stored records and identifiers, to check that nothing has changed.</summary>
    public string Fingerprint()
    {
        using var connection = Services.GetRequiredService<SqliteDatabase>().Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) || ':' || total(tag) || ':' || max(hex(checksum)) FROM record) || '/' || (SELECT count(*) || ':' || total(tag) FROM identifier)";
        return (string)command.ExecuteScalar()!;
    }

    public void Execute(string sql) => Services.Execute(sql);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await observer.DisposeAsync();
        PatientDataMarkers.AssertAbsent("The log", log.Text());
        PatientDataMarkers.AssertAbsent("A span or a metric", observer.Text());
    }

    private static void Capture(IServiceCollection services, CapturedLog log, Action<IServiceCollection>? replaceServices)
    {
        services.Remove(services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider)));
        services.AddSingleton<ILoggerProvider>(log);
        replaceServices?.Invoke(services);
    }
}

/// <summary>A provider that the tests of a class share.</summary>
public class ProviderFixture : IAsyncLifetime
{
    internal RunningProvider Provider { get; private set; } = null!;

    public async Task InitializeAsync() => Provider = await StartAsync();

    public virtual async Task DisposeAsync() => await Provider.DisposeAsync();

    private protected virtual Task<RunningProvider> StartAsync() => RunningProvider.StartAsync();
}
