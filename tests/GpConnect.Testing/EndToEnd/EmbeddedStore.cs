using System.Text.Json.Nodes;
using GpConnect.Foundations.Pds;
using GpConnect.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Direct access to the embedded store of a provider, which may be another process.</summary>
internal static class EmbeddedStore
{
    public static async Task<Person> AddToPdsAsync(this IServiceProvider services, Person person)
    {
        await services.GetRequiredService<IPdsDataSet>().SaveAsync(person.Pds, default);
        return person;
    }

    /// <summary>The audit entries of requests, oldest first.</summary>
    public static IReadOnlyList<JsonObject> Audit(this IServiceProvider services)
    {
        using var connection = services.GetRequiredService<SqliteDatabase>().Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT entry FROM audit ORDER BY sequence";
        using var rows = command.ExecuteReader();
        var entries = new List<JsonObject>();
        while (rows.Read())
        {
            var entry = JsonNode.Parse(rows.GetFieldValue<byte[]>(0))!.AsObject();
            if ((string?)entry["kind"] == "call")
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    public static void Execute(this IServiceProvider services, string sql)
    {
        using var connection = services.GetRequiredService<SqliteDatabase>().Open();
        connection.Execute(sql);
    }
}
