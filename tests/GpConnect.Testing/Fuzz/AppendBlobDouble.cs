using System.Text;
using GpConnect.Foundations.Audit;
using GpConnect.Storage.Azure.Cosmos;

namespace GpConnect.Testing.Fuzz;

/// <summary>
/// Passes an entry into an append blob and back, with the provider's own code but without a service: through a document of the
/// outbox, a line of a block, and the reader of lines.
/// </summary>
internal sealed class AppendBlobDouble
{
    private readonly AuditChain chain = new();

    public async Task<IReadOnlyList<AuditReading>> PassAsync(IReadOnlyList<string> entries)
    {
        using var block = new MemoryStream();
        foreach (var entry in entries)
        {
            block.Write([.. AuditLine.Write(chain.Append(PassOutbox(Encoding.UTF8.GetBytes(entry)))), (byte)'\n']);
        }

        block.Position = 0;
        return await new AuditLines("blob", chain.Stream).ReadAsync(block, default).ToListAsync();
    }

    private static byte[] PassOutbox(byte[] entry)
    {
        var document = Documents.Audit("audit.1", "A20047", new AuditEntry(entry), owner: null);
        return new OutboxDocument(new CosmosDocument(document, "1")).Entry(mayBeThere: false)!.Json;
    }
}
