using System.Globalization;

namespace GpConnect.Functions.Tests.Commands;

/// <summary>Characters that a terminal obeys, by their Unicode properties; line feeds aside.</summary>
internal static class UnsafeCharacters
{
    /// <summary>The property Bidi_Control of Unicode, which .NET does not know.</summary>
    private const string Directions = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    public static IEnumerable<char> All => Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(letter => letter == '\n' || Contains(letter));

    public static bool Contains(char letter) => letter != '\n' && (Directions.Contains(letter, StringComparison.Ordinal)
        || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
