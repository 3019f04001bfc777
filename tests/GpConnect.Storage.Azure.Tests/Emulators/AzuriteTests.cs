using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using GpConnect.Testing.Emulators;

namespace GpConnect.Storage.Azure.Tests.Emulators;

public sealed class AzuriteTests
{
    [SkippableFact]
    public async Task Blocks_that_are_appended_to_a_blob_come_back_in_order()
    {
        var container = await Azurite.NewContainerAsync();
        var blob = container.GetAppendBlobClient("trail/1");
        await blob.CreateAsync(new AppendBlobCreateOptions { Conditions = new() { IfNoneMatch = ETag.All } });
        await AppendAsync(blob, "first\n", at: 0);
        await AppendAsync(blob, "second\n", at: 6);
        var stale = await Assert.ThrowsAsync<RequestFailedException>(() => AppendAsync(blob, "third\n", at: 6));

        Assert.Equal(412, stale.Status);
        Assert.Equal("first\nsecond\n", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    private static async Task AppendAsync(AppendBlobClient blob, string text, long at)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await blob.AppendBlockAsync(content, new AppendBlobAppendBlockOptions { Conditions = new() { IfAppendPositionEqual = at } });
    }
}
