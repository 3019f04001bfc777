using System.Buffers;

namespace GpConnect.Provider.Interactions;

/// <summary>Writes Bundles around stored resources without parsing them (resources.md §6): no total, no link, no fullUrl.</summary>
internal static class SearchsetBundle
{
    /// <summary>The Bundle of a search: without a profile, and without <c>entry</c> when nothing matches .</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ReadOnlyMemory<byte>> resources) =>
        Write("{\"resourceType\":\"Bundle\",\"type\":\"searchset\""u8, resources);

    /// <summary>The Bundle that answers a registration, which has to state its profile.</summary>
    public static ReadOnlyMemory<byte> WriteProfiled(ReadOnlyMemory<byte> resource) =>
        Write(
            """{"resourceType":"Bundle","meta":{"profile":["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Searchset-Bundle-1"]},"type":"searchset" """u8[..^1],
            [resource]);

    private static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> head, IReadOnlyList<ReadOnlyMemory<byte>> resources)
    {
        var buffer = new ArrayBufferWriter<byte>(head.Length + 32 + resources.Sum(resource => resource.Length + 14));
        buffer.Write(head);
        for (var index = 0; index < resources.Count; index++)
        {
            buffer.Write(index == 0 ? ",\"entry\":[{\"resource\":"u8 : ",{\"resource\":"u8);
            buffer.Write(resources[index].Span);
            buffer.Write("}"u8);
        }

        buffer.Write(resources.Count == 0 ? "}"u8 : "]}"u8);
        return buffer.WrittenMemory;
    }
}
