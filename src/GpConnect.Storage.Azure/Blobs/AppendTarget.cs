using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>An append blob that this process created; no other process appends to it.</summary>
internal sealed class AppendTarget(AppendBlobClient blob, DateOnly day)
{
    /// <summary>The service allows 50,000.</summary>
    private const int MaximumBlocks = 49_000;

    private const long MaximumLength = 256 * 1024 * 1024;

    private long length;
    private int blocks;

    /// <summary>Whether this blob takes another block of <paramref name="more"/> bytes: it is of today and not full.</summary>
    public bool Takes(long more, DateOnly today) => today == day && blocks < MaximumBlocks && length + more <= MaximumLength;

    /// <summary>
    /// Appends a block on the condition of the expected position. If the SDK retries an attempt that was written, the retry fails
    /// the condition, so no block is written twice.
    /// </summary>
    /// <exception cref="Exception">After any exception it is uncertain whether the block was written.</exception>
    public async Task AppendAsync(MemoryStream block)
    {
        block.Position = 0;
        try
        {
            var options = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = length } };
            var answer = await blob.AppendBlockAsync(block, options);
            if (answer.Value.BlobAppendOffset != length.ToString(CultureInfo.InvariantCulture))
            {
                throw new IOException("The storage service did not confirm the position of the appended block.");
            }
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet)
        {
            var properties = await blob.GetPropertiesAsync();
            if (properties.Value.ContentLength != length + block.Length)
            {
                throw;
            }
        }

        length += block.Length;
        blocks++;
    }
}
