using System.Text.Json;
using GpConnect.Functions.Demographics;

namespace GpConnect.Functions.Storage.Sqlite;

/// <summary>
/// The embedded stand-in for PDS: a data set on disk, filled by <c>import</c> from CSV in the layout of sds-and-pds.md §5.
/// </summary>
internal sealed class EmbeddedPdsGateway(SqliteDatabase database, IdentifierTokens tokens) : IPdsGateway
{
    public ValueTask<PdsAnswer> RetrieveAsync(string nhsNumber, string traceId, CancellationToken cancellation)
    {
        var token = TokenOf(tokens, nhsNumber);
        return ValueTask.FromResult(database.Read<PdsAnswer>(reader =>
        {
            using var row = reader.Pds.Query(token);
            return row.Read()
                ? new PdsAnswer.Found(JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), PdsJson.Default.PdsRecord)!)
                : new PdsAnswer.NotFound();
        }));
    }

    /// <summary>The key of a PDS record in the data set.</summary>
    public static string TokenOf(IdentifierTokens tokens, string nhsNumber) =>
        tokens.Of("PDS", "Patient", Spine.IdentifierSystems.NhsNumber, nhsNumber);
}
