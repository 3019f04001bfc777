using Azure.Storage;
using Azure.Storage.Blobs;

namespace GpConnect.Testing.Emulators;

/// <summary>Local blob storage, started by the first test that needs it and shared by all.</summary>
internal static class Azurite
{
    // The account and key of every Azurite, published in its documentation.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Lazy<Task<Uri>> Started = new(() => NodeServer.StartAsync("blobs.js"));

    /// <summary>Creates an empty container.</summary>
    public static async Task<BlobContainerClient> NewContainerAsync()
    {
        var service = new BlobServiceClient(new Uri(await Started.Value, Account), new StorageSharedKeyCredential(Account, Key));
        return await service.CreateBlobContainerAsync($"tests-{Guid.NewGuid():N}");
    }

    public static BlobContainerClient Container(Uri uri) => new(uri, new StorageSharedKeyCredential(Account, Key));
}
