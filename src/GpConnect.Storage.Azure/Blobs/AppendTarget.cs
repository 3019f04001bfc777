using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>An append blob that this process made and alone appends to.</summary>
internal sealed class AppendTarget(AppendBlobClient blob, DateOnly day)
{
    /// <summary>The service allows 50,000.</summary>
    private const int MaximumBlocks = 49_000;

    private const long MaximumLength = 256 * 1024 * 1024;

    private long length;
    private int blocks;

    public bool Takes(long more, DateOnly today) => today == day && blocks < MaximumBlocks && length + more <= MaximumLength;

    /// <summary>A repetition by the SDK whose first attempt was written meets the condition: nothing is ever there twice.</summary>
    /// <exception cref="Exception">Any: it is not certain that the block is there.</exception>
    public async Task AppendAsync(MemoryStream block)
    {
        block.Position = 0;
        try
        {
            var options = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = length } };
            var answer = await blob.AppendBlockAsync(block, options);
            if (answer.Value.BlobAppendOffset != length.ToString(CultureInfo.InvariantCulture))
            {
                throw new IOException("The storage service does not say where it appended the block.");
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
