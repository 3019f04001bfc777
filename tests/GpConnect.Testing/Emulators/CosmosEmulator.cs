using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.Emulators;

/// <summary>The local Cosmos DB endpoint, started by the first test that needs it and shared by all.</summary>
internal static class CosmosEmulator
{
    private static readonly Lazy<Task<CosmosAccount>> Started = new(StartAsync);

    /// <summary>One line for each request: method, path, status.</summary>
    public static string RequestLog { get; } = Path.Combine(TestFolders.New(), "cosmos-requests.log");

    public static Task<CosmosAccount> AccountAsync() => Started.Value;

    /// <summary>Fails when a request's path, and therefore a document's id, contains patient data.</summary>
    public static async Task AssertSilentAsync()
    {
        if (Started.IsValueCreated)
        {
            PatientDataMarkers.AssertAbsent("The request log of the Cosmos DB endpoint", await File.ReadAllTextAsync(RequestLog));
        }
    }

    // The emulator accepts any key of the right form.
    private static async Task<CosmosAccount> StartAsync() =>
        new(await NodeServer.StartAsync("cosmos.js", "--log", RequestLog), Convert.ToBase64String(new byte[64]));
}
