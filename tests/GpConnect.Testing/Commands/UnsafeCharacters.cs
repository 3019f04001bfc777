using System.Globalization;
using System.Text;

namespace GpConnect.Testing.Commands;

/// <summary>Characters that a terminal interprets or does not show, by their Unicode properties, except line feed and space.</summary>
internal static class UnsafeCharacters
{
    /// <summary>
    /// All unsafe characters and the line feed. Private-use and unassigned ones are too many: only some of them, and all noncharacters.
    /// </summary>
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
