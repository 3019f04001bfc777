using GpConnect.Functions.Storage;
using Microsoft.Data.Sqlite;

namespace GpConnect.Functions;

/// <summary>What may be logged of an exception: its type, its code, and only messages of ours, since others may quote data.</summary>
internal static class LoggedFault
{
    public static string Of(Exception exception) => exception switch
    {
        StoreUnavailableException => $"{nameof(StoreUnavailableException)}: {exception.Message}",
        SqliteException sqlite => $"{nameof(SqliteException)} {sqlite.SqliteErrorCode} ({sqlite.SqliteExtendedErrorCode})",
        _ => exception.GetType().Name,
    };
}
