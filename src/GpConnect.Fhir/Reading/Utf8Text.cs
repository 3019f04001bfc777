using System.Text.Unicode;

namespace GpConnect.Fhir.Reading;

internal static class Utf8Text
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Checked here, as the parsers below replace bad bytes or find them only in the strings they decode.</summary>
    public static bool TryTake(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> text)
    {
        text = input.StartsWith(ByteOrderMark) ? input[ByteOrderMark.Length..] : input;
        return Utf8.IsValid(text);
    }
}
