using System.Globalization;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing.EndToEnd;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.Fuzz;

/// <summary>A running provider whose store is reset to the samples after each change, so that every input meets the same store.</summary>
internal sealed class FuzzedProvider : IAsyncDisposable
{
    private static readonly string[] Tables = ["record", "identifier", "pds", "practice"];

    private readonly RunningProvider provider;

    /// <summary>One connection for all inputs, because opening it takes longer than its queries.</summary>
    private readonly SqliteConnection connection;

    private readonly string samples;

    private FuzzedProvider(RunningProvider provider, ObservedLog log, ObservedRequests calls, TimeProvider clock)
    {
        this.provider = provider;
        var database = provider.Services.GetRequiredService<SqliteDatabase>();
        connection = database.Open();
        Trail = new TrailOracle(database, connection, calls);
        Log = log;
        Clock = clock;
        Execute(string.Concat(Tables.Select(table => $"CREATE TABLE first_{table} AS SELECT * FROM {table};")));
        samples = Fingerprint();
    }

    public ObservedLog Log { get; }

    public TrailOracle Trail { get; }

    public TimeProvider Clock { get; }

    public int Port => provider.Port;

    public IServiceProvider Services => provider.Services;

    public static async Task<FuzzedProvider> StartAsync(
        TimeProvider clock, Action<TestSettings>? configure = null, Action<TestSettings, IServiceCollection>? addServices = null)
    {
        var log = new ObservedLog();
        var calls = new ObservedRequests();
        TestSettings? settings = null;
        var provider = await RunningProvider.StartAsync(
            options =>
            {
                settings = options;
                options.LogLevel = LogLevel.Debug;
                configure?.Invoke(options);
            },
            services =>
            {
                addServices?.Invoke(settings!, services);
                services.AddSingleton(clock);
                services.AddSingleton<IStartupFilter>(calls);
                services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
            });
        var fuzzed = new FuzzedProvider(provider, log, calls, clock);
        Assert.Null(await fuzzed.Trail.ValidateAsync());
        return fuzzed;
    }

    /// <summary>Whether the store, except for the audit trail, differs from the samples.</summary>
    public bool HasChanged() => Fingerprint() != samples;

    public void Restore() => Execute(
        $"BEGIN IMMEDIATE;{string.Concat(Tables.Select(table => $"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM first_{table};"))}COMMIT;");

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await provider.DisposeAsync();
    }

    private string Fingerprint()
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT (SELECT count(*) || ':' || total(tag) FROM record) || '/' || (SELECT count(*) || ':' || total(tag) FROM identifier)
                || '/' || (SELECT count(*) || ':' || total(length(record)) FROM pds) || '/' || (SELECT group_concat(hex(document)) FROM practice)
            """;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
