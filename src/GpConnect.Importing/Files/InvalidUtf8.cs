using System.Text;

namespace GpConnect.Importing.Files;

internal static class InvalidUtf8
{
    /// <summary>Offset of the first byte that is not UTF-8; null when all are.</summary>
    public static int? Find(ReadOnlySpan<byte> bytes)
    {
        for (var offset = 0; offset < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[offset..], out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return offset;
            }

            offset += length;
        }

        return null;
    }
}
