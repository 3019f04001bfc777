using Microsoft.Data.Sqlite;

namespace GpConnect.Functions.Storage.Sqlite;

internal static class SqliteFault
{
    private const int Busy = 5;
    private const int Locked = 6;

    public static Exception Translate(SqliteException exception) =>
        exception.SqliteErrorCode is Busy or Locked ? new StoreBusyException(exception) : exception;
}
