using System.Text;

namespace GpConnect.Foundations.Pds;

/// <summary>
/// The one form in which names are compared (sds-and-pds.md §4): trimmed, upper-case, and decomposed, as the same name reaches us
/// composed from one system and decomposed from another.
/// </summary>
internal static class NameForm
{
    /// <summary>The letters of a name, each with its marks; their order on one letter makes no difference.</summary>
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

    /// <summary>Unlike the invariant rules, a name in capitals has SS for ß and I for the dotless ı.</summary>
    private static Rune[] Upper(Rune rune) => rune.Value switch
    {
        'ß' or 'ẞ' => [new Rune('S'), new Rune('S')],
        'ı' => [new Rune('I')],
        'ſ' => [new Rune('S')],
        _ => [Rune.ToUpperInvariant(rune)],
    };
}
