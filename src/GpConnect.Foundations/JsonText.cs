using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GpConnect.Foundations;

/// <summary>Writes JSON that is not for use inside HTML: compact, UTF-8, with accented letters unescaped.</summary>
internal static class JsonText
{
    /// <summary>In bytes; a longer buffer is not kept for reuse.</summary>
    private const int LongestKept = 64 * 1024;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The thread's last buffer and writer, for reuse; null while in use, so that nested calls create their own.</summary>
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? kept;

    /// <summary>Writes one object.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> writeMembers)
    {
        var (buffer, json) = Take();
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
        return Finish(buffer, json);
    }

    /// <summary>Writes a parsed value on one line.</summary>
    /// <exception cref="InvalidOperationException">A string holds an escaped lone surrogate.</exception>
    public static byte[] Of(JsonElement value)
    {
        var (buffer, json) = Take();
        value.WriteTo(json);
        return Finish(buffer, json);
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Take()
    {
        var taken = kept ?? Create();
        kept = null;
        return taken;
    }

    private static byte[] Finish(ArrayBufferWriter<byte> buffer, Utf8JsonWriter json)
    {
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
