using GpConnect.Functions.Hosting;
using GpConnect.Functions.Tests.Commands;
using GpConnect.Functions.Tests.Emulators;
using GpConnect.Functions.Tests.Requirements;

namespace GpConnect.Functions.Tests.Cosmos;

/// <summary>The commands on the Cosmos DB store, which they find in the environment.</summary>
[Collection(ConsoleTests.Name)]
public sealed class CommandsOnCosmosTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Names =
    [
        nameof(ProviderOptions.CosmosEndpoint), nameof(ProviderOptions.CosmosKey), nameof(ProviderOptions.CosmosDatabase),
        nameof(ProviderOptions.AuditContainer), nameof(ProviderOptions.IdentifierKey),
    ];

    private readonly Workbench bench = new();
    private ProviderOptions options = null!;

    public async Task InitializeAsync()
    {
        options = await CosmosOptions.NewAsync();
        Set(name => $"{typeof(ProviderOptions).GetProperty(name)!.GetValue(options)}");
    }

    public Task DisposeAsync()
    {
        Set(_ => null);
        return Task.CompletedTask;
    }

    public void Dispose() => bench.Dispose();

    [SkippableFact]
    [Requirement("DB-7")]
    public async Task The_samples_are_imported_once_and_changed_by_hand()
    {
        Assert.Contains("369 written, 0 unchanged, 0 rejected", await bench.DoAsync("import", Workbench.Samples), StringComparison.Ordinal);
        Assert.Contains("0 written, 369 unchanged, 0 rejected", await bench.DoAsync("import", Workbench.Samples), StringComparison.Ordinal);

        Assert.Contains("now version 2", await bench.DoAsync("patient", "mark-sensitive", "--practice", "A20047", "1", "--reason", "asked for"), StringComparison.Ordinal);
        Assert.Contains("\"sensitive\": true", await bench.DoAsync("patient", "show", "--practice", "A20047", "1"), StringComparison.Ordinal);
        Assert.Contains("is off", await bench.DoAsync("practice", "disable", "A20047"), StringComparison.Ordinal);
        Assert.Matches("A20047.*off", await bench.DoAsync("practice", "list"));
        Assert.Contains(await options.TrailAsync(), entry => (string?)entry["command"] == "patient show");
    }

    [SkippableTheory]
    [Case("DB-8", "backup")]
    [Case("DB-8", "restore")]
    public async Task What_is_for_the_embedded_store_says_so(string id, string command)
    {
        Assert.NotEmpty(id);
        var file = command == "restore" ? bench.Write("copy.db", "") : Path.Combine(bench.Files, "copy.db");

        var outcome = await bench.RunAsync(command, file);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("embedded store", outcome.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Requirement("DB-8")]
    public async Task An_account_that_does_not_answer_is_one_clear_line()
    {
        Environment.SetEnvironmentVariable("GPCONNECT_COSMOSENDPOINT", "http://127.0.0.1:9/");

        var outcome = await bench.RunAsync("practice", "list");

        Assert.Equal(1, outcome.Code);
        Assert.Equal("The store cannot be reached.", outcome.Error.Trim());
    }

    private static void Set(Func<string, string?> value)
    {
        foreach (var name in Names)
        {
            Environment.SetEnvironmentVariable("GPCONNECT_" + name.ToUpperInvariant(), value(name));
        }
    }
}
