using System.Text;

namespace GpConnect.Foundations.Pds;

/// <summary>
/// The form in which names are compared (sds-and-pds.md §4): trimmed, upper-case, and decomposed. One system may send a name composed
/// and another may send the same name decomposed.
/// </summary>
internal static class NameForm
{
    /// <summary>The letters of a name, each followed by its marks in a fixed order, so that their original order does not matter.</summary>
    public static IReadOnlyList<string> Letters(string? name)
    {
        var letters = new List<List<Rune>>();
        foreach (var rune in (name ?? "").Trim().EnumerateRunes().SelectMany(ComposedLetters.Decompose).SelectMany(Upper))
        {
            if (letters.Count > 0 && ComposedLetters.IsMark(rune))
            {
                letters[^1].Add(rune);
            }
            else
            {
                letters.Add([rune]);
            }
        }

        return [.. letters.Select(letter => string.Concat(letter.Skip(1).Order().Prepend(letter[0])))];
    }

    /// <summary>Unlike the invariant culture, upper-cases ß to SS and the dotless ı to I, as names in capitals do.</summary>
    private static Rune[] Upper(Rune rune) => rune.Value switch
    {
        'ß' or 'ẞ' => [new Rune('S'), new Rune('S')],
        'ı' => [new Rune('I')],
        'ſ' => [new Rune('S')],
        _ => [Rune.ToUpperInvariant(rune)],
    };
}
