using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GpConnect.Functions;

/// <summary>Writes JSON that is not for use inside HTML: compact, UTF-8, with accents as they are.</summary>
internal static class JsonText
{
    /// <summary>A longer buffer is not kept.</summary>
    private const int LongestKept = 64 * 1024;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the thread wrote with last; taken while it is in use.</summary>
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? kept;

    /// <summary>Writes one object.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> writeMembers)
    {
        var (buffer, json) = kept ?? Create();
        kept = null;
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
        json.Flush();
        var text = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= LongestKept)
        {
            buffer.ResetWrittenCount();
            json.Reset(buffer);
            kept = (buffer, json);
        }

        return text;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Create()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return (buffer, new Utf8JsonWriter(buffer, Relaxed));
    }
}
