using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GpConnect.Functions;

/// <summary>Writes JSON that is not for use inside HTML: compact, UTF-8, with accents as they are.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object.</summary>
    /// <param name="capacity">About how many bytes it will take.</param>
    public static byte[] Object(int capacity, Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(capacity);
        using var json = new Utf8JsonWriter(buffer, Relaxed);
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
