using System.Data.Common;
using GpConnect.Foundations.Records;

namespace GpConnect.Provider.Observability;

/// <summary>
/// What may be logged of an exception: its type, its code, and a message only if it is ours, since others may quote data.
/// </summary>
internal static class LoggedException
{
    public static string Of(Exception exception) => exception switch
    {
        StoreUnavailableException => $"{nameof(StoreUnavailableException)}: {exception.Message}",
        DbException database => $"{database.GetType().Name} {database.ErrorCode}",
        _ => exception.GetType().Name,
    };
}
