using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>Says in one line what is wrong with the storage of the trail.</summary>
internal static class BlobErrors
{
    /// <param name="verb">What could not be done: read, or written.</param>
    public static StoreUnavailableException Explain(string verb, Uri container, Exception exception) =>
        new($"The audit trail cannot be {verb}: {Reason(container, exception)}.", exception);

    private static string Reason(Uri container, Exception exception) => exception switch
    {
        RequestFailedException { ErrorCode: var code } when code == BlobErrorCode.ContainerNotFound =>
            $"there is no container {container.GetLeftPart(UriPartial.Path)} (GPCONNECT_AUDITCONTAINER)",
        RequestFailedException { Status: 401 or 403 } => $"the identity may not do that in {container.GetLeftPart(UriPartial.Path)}",
        RequestFailedException { Status: > 0 and var status } => $"the storage service answered {status}",
        AuthenticationFailedException => "there is no identity to call the storage service with; an operator's comes from 'az login'",
        RequestFailedException or AggregateException => $"{container.Authority} does not answer",
        _ => "the storage service does not answer as it should",
    };
}
