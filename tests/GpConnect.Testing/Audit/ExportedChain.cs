using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GpConnect.Testing.Audit;

/// <summary>Checks an export by the procedure of docs/audit.md, without any of the provider's code.</summary>
internal sealed class ExportedChain
{
    private readonly Dictionary<string, byte[]> heads = [];

    /// <returns>The number of records.</returns>
    public static int Check(byte[] export) => new ExportedChain().Add(export);

    /// <summary>Checks an export that continues the one checked before.</summary>
    /// <returns>The number of records in this export.</returns>
    public int Add(byte[] export)
    {
        var lines = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(export).Split('\n');
        Assert.Equal("", lines[^1]);
        foreach (var line in lines[..^1])
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 100 });
            var record = document.RootElement;
            var stream = record.GetProperty("stream").GetString()!;
            var hash = Hash(heads.GetValueOrDefault(stream, []), stream, record.GetProperty("number").GetInt64(), Entry(record));
            Assert.Equal(record.GetProperty("hash").GetBytesFromBase64(), hash);
            heads[stream] = hash;
        }

        return lines.Length - 1;
    }

    private static byte[] Entry(JsonElement record) =>
        record.TryGetProperty("bytes", out var bytes) ? bytes.GetBytesFromBase64() : Encoding.UTF8.GetBytes(record.GetProperty("entry").GetRawText());

    private static byte[] Hash(byte[] previous, string stream, long number, byte[] entry)
    {
        var place = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, number);
        return SHA256.HashData([.. previous, .. Encoding.ASCII.GetBytes(stream), .. place, .. entry]);
    }
}
