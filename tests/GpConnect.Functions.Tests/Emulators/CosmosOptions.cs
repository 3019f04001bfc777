using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Tests.Emulators;

/// <summary>Settings of a provider over the Cosmos DB account under test.</summary>
internal static class CosmosOptions
{
    public static async Task<ProviderOptions> NewAsync()
    {
        var options = new ProviderOptions();
        await ApplyAsync(options);
        return options;
    }

    public static async Task ApplyAsync(ProviderOptions options)
    {
        var account = await CosmosAccount.UnderTestAsync();
        options.CosmosEndpoint = account.Endpoint;
        options.CosmosKey = account.Key;
        options.CosmosDatabase = await account.NewDatabaseAsync();
        options.AuditContainer = await Azurite.NewContainerUriAsync();
        options.IdentifierKey = Convert.ToBase64String(new byte[32]);
    }
}
