using System.Text.Unicode;

namespace GpConnect.Fhir.Reading;

internal static class Utf8Text
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Removes a byte order mark and checks that the rest is UTF-8. The parsers would replace invalid bytes, or find them only in
    /// the strings that they decode.
    /// </summary>
    public static bool TryTake(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> text)
    {
        text = input.StartsWith(ByteOrderMark) ? input[ByteOrderMark.Length..] : input;
        return Utf8.IsValid(text);
    }
}
