using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite;

/// <summary>Summarises a store or a backup for an operator who is about to replace one with the other.</summary>
/// <param name="Practices">ODS codes in order.</param>
/// <param name="Rows">Practices, records and PDS records together.</param>
/// <param name="LastChange">Time of the latest provenance of any record; null when there is none.</param>
internal sealed record SqliteContents(IReadOnlyList<string> Practices, long Patients, long Rows, string? LastChange)
{
    /// <summary>How many practices the summary lists by name; a deployment may have thousands.</summary>
    private const int Named = 10;

    /// <summary>Skips damaged envelopes: they must not prevent an operator from restoring a backup over them.</summary>
    private const string LatestProvenance = """
        SELECT max(json_extract(CAST(envelope AS TEXT), '$.provenance[#-1].at')) FROM record WHERE json_valid(CAST(envelope AS TEXT))
        """;

    public bool IsEmpty => Rows == 0;

    public static SqliteContents Read(SqliteConnection connection)
    {
        var practices = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "SELECT ods FROM practice ORDER BY ods";
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                practices.Add(row.GetString(0));
            }
        }

        return new SqliteContents(
            practices,
            (long)Scalar("SELECT count(*) FROM record WHERE type = 'Patient'")!,
            (long)Scalar("SELECT (SELECT count(*) FROM practice) + (SELECT count(*) FROM record) + (SELECT count(*) FROM pds)")!,
            Scalar(LatestProvenance) as string);

        object? Scalar(string sql)
        {
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }

    public override string ToString()
    {
        var names = string.Join(", ", Practices.Take(Named)) + (Practices.Count > Named ? ", …" : "");
        var practices = Practices.Count == 0 ? "no practice" : $"{Practices.Count} {(Practices.Count == 1 ? "practice" : "practices")} ({names})";
        var change = LastChange is { Length: >= 16 } at ? $"last change {at[..10]} {at[11..16]} UTC" : "no record changed yet";
        return $"{practices}, {Patients} {(Patients == 1 ? "patient" : "patients")}, {change}";
    }
}
