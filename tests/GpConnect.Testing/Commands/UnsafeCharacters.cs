using System.Globalization;
using System.Text;

namespace GpConnect.Testing.Commands;

/// <summary>Characters that a terminal obeys or does not show, by their Unicode properties; line feeds and plain blanks aside.</summary>
internal static class UnsafeCharacters
{
    /// <summary>All but those that are private or not assigned, of which there are too many; of them the first and the last, and all noncharacters.</summary>
    public static IReadOnlyList<Rune> Many { get; } =
    [
        .. Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code)).Where(rune =>
            rune.Value is '\n' or 0x0378 or 0xE000 or 0xF0000 or 0x10FFFD or (>= 0xFDD0 and <= 0xFDEF) || (rune.Value & 0xFFFE) == 0xFFFE || (Contains(rune) && IsNamed(rune))),
    ];

    public static bool Contains(string text) => text.EnumerateRunes().Any(Contains);

    public static string Escape(Rune rune) => string.Concat(rune.ToString().Select(unit => $"\\u{(int)unit:x4}"));

    private static bool Contains(Rune rune) => rune.Value is not ('\n' or ' ') && (IsNamed(rune) || !IsAssigned(rune));

    private static bool IsNamed(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator;

    private static bool IsAssigned(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
