using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Azure.Blobs;

/// <summary>Explains errors of the trail's storage in one line.</summary>
internal static class BlobErrors
{
    /// <param name="verb">What failed: <c>read</c> or <c>written</c>.</param>
    public static StoreUnavailableException Explain(string verb, Uri container, Exception exception) =>
        new($"The audit trail cannot be {verb}: {Reason(container, exception)}.", exception);

    private static string Reason(Uri container, Exception exception) => exception switch
    {
        RequestFailedException { ErrorCode: var code } when code == BlobErrorCode.ContainerNotFound =>
            $"there is no container {container.GetLeftPart(UriPartial.Path)} (GPCONNECT_AUDITCONTAINER)",
        RequestFailedException { Status: 401 or 403 } => $"the identity is not allowed to do that in {container.GetLeftPart(UriPartial.Path)}",
        RequestFailedException { Status: > 0 and var status } => $"the storage service answered {status}",
        AuthenticationFailedException => "there is no identity to call the storage service with; an operator signs in with 'az login'",
        RequestFailedException or AggregateException => $"{container.Authority} does not answer",
        _ => "the storage service gave an unexpected answer",
    };
}
