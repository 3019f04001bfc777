using GpConnect.Foundations.Audit;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// Reads the audit table. Every row is a record; only its entry may be invalid. A damaged page of the file ends SQLite's cursor, so
/// a new one starts at the first row behind the damage.
/// </summary>
internal sealed class SqliteAuditRows(SqliteConnection connection, Func<SqliteException, Exception> translate)
{
    private const string Rows = "SELECT stream, number, hash, entry, sequence FROM audit WHERE sequence >= ?1 ORDER BY sequence";

    /// <summary>The first row that SQLite numbers.</summary>
    private const long First = 1;

    /// <summary>
    /// A page holds a few rows, so the search for the next readable one tries them one by one. After this many the steps grow, so
    /// that it ends whatever number the file claims to be the last.
    /// </summary>
    private const long TriedOneByOne = 100_000;

    public IEnumerable<AuditReading> Read(CancellationToken cancellation)
    {
        using var rows = new SqliteStatement(connection, Rows);
        long? next = long.MinValue;
        while (next is { } start)
        {
            next = null;
            SqliteException? damage = null;
            using (var row = rows.Query(start))
            {
                while (Step(row, ref damage))
                {
                    cancellation.ThrowIfCancellationRequested();
                    start = row.Number(4) + 1;
                    yield return Reading(row);
                }
            }

            if (damage is not null)
            {
                start = Math.Max(start, First);
                var last = Last();
                next = NextReadable(rows, start, last, cancellation);
                yield return new AuditReading(null, Unreadable(start, next - 1 ?? last, damage));
            }
        }
    }

    /// <returns>False after the last row, and at a damaged page.</returns>
    private bool Step(SqliteRows row, ref SqliteException? damage)
    {
        try
        {
            return row.Read();
        }
        catch (SqliteException exception) when (SqliteErrors.IsDamage(exception))
        {
            damage = exception;
            translate(exception);
            return false;
        }
        catch (SqliteException exception)
        {
            throw translate(exception);
        }
    }

    private static AuditReading Reading(SqliteRows row)
    {
        var position = $"Row {row.Number(4)}";
        if (row.Text(0) is not { } stream)
        {
            return new AuditReading(null, new AuditError(position, null, 1, "it is not a record"));
        }

        var record = new AuditRecord(stream, row.Number(1), row.Blob(2).ToArray(), row.Blob(3).ToArray());
        var reason = AuditJson.ErrorOf(record.Entry.Span);
        return new AuditReading(record, reason is null ? null : new AuditError(position, stream, 0, $"the entry {reason}"));
    }

    /// <summary>The highest number that a row was ever given; null when that is unreadable too.</summary>
    private long? Last()
    {
        try
        {
            using var numbers = new SqliteStatement(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
            using var row = numbers.Query();
            return row.Read() ? row.Number(0) : null;
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private static long? NextReadable(SqliteStatement rows, long start, long? last, CancellationToken cancellation)
    {
        var end = Math.Min(last ?? long.MaxValue, long.MaxValue / 2);
        for (var next = start + 1; next <= end; next += Math.Max(1, (next - start) / TriedOneByOne))
        {
            cancellation.ThrowIfCancellationRequested();
            if (CanRead(rows, next))
            {
                return next;
            }
        }

        return null;
    }

    private static bool CanRead(SqliteStatement rows, long start)
    {
        try
        {
            using var row = rows.Query(start);
            row.Read();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static AuditError Unreadable(long first, long? last, SqliteException damage)
    {
        var lost = last is { } end ? Math.Max(1, end - first + 1) : 1;
        var position = last == first ? $"Row {first}" : $"Rows {first} to {(last is null ? "the last" : $"{last}")}";
        return new AuditError(position, null, (int)Math.Min(lost, int.MaxValue), $"the file is damaged there (SQLite error {damage.SqliteErrorCode})");
    }
}
