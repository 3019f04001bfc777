using System.Globalization;
using System.Text;

namespace GpConnect.Foundations.Pds;

/// <summary>
/// Letters that Unicode has in two forms: composed, and as a letter with a combining mark (from the Unicode Character Database, 14.0:
/// canonical decompositions of letters below U+2000). Needed because <c>string.Normalize</c> does nothing under
/// InvariantGlobalization.
/// </summary>
internal static class ComposedLetters
{
    /// <summary>Each line: the code point of the mark, then pairs of a letter without and with it.</summary>
    private const string Table = """
        0300 AÀ EÈ IÌ OÒ UÙ aà eè iì oò uù ÜǛ üǜ NǸ nǹ ЕЀ ИЍ еѐ иѝ ĒḔ ēḕ ŌṐ ōṑ WẀ wẁ ÂẦ âầ ĂẰ ăằ ÊỀ êề ÔỒ ôồ ƠỜ ơờ ƯỪ
        0300 ưừ YỲ yỳ ἀἂ ἁἃ ἈἊ ἉἋ ἐἒ ἑἓ ἘἚ ἙἛ ἠἢ ἡἣ ἨἪ ἩἫ ἰἲ ἱἳ ἸἺ ἹἻ ὀὂ ὁὃ ὈὊ ὉὋ ὐὒ ὑὓ ὙὛ ὠὢ ὡὣ ὨὪ ὩὫ αὰ εὲ ηὴ ιὶ οὸ
        0300 υὺ ωὼ ΑᾺ ΕῈ ΗῊ ϊῒ ΙῚ ϋῢ ΥῪ ΟῸ ΩῺ
        0301 AÁ EÉ IÍ OÓ UÚ YÝ aá eé ií oó uú yý CĆ cć LĹ lĺ NŃ nń RŔ rŕ SŚ sś ZŹ zź ÜǗ üǘ GǴ gǵ ÅǺ åǻ ÆǼ æǽ ØǾ øǿ ΑΆ
        0301 ΕΈ ΗΉ ΙΊ ΟΌ ΥΎ ΩΏ ϊΐ αά εέ ηή ιί ϋΰ οό υύ ωώ ϒϓ ГЃ КЌ гѓ кќ ÇḈ çḉ ĒḖ ēḗ ÏḮ ïḯ KḰ kḱ MḾ mḿ ÕṌ õṍ ŌṒ ōṓ PṔ
        0301 pṕ ŨṸ ũṹ WẂ wẃ ÂẤ âấ ĂẮ ăắ ÊẾ êế ÔỐ ôố ƠỚ ơớ ƯỨ ưứ ἀἄ ἁἅ ἈἌ ἉἍ ἐἔ ἑἕ ἘἜ ἙἝ ἠἤ ἡἥ ἨἬ ἩἭ ἰἴ ἱἵ ἸἼ ἹἽ ὀὄ ὁὅ
        0301 ὈὌ ὉὍ ὐὔ ὑὕ ὙὝ ὠὤ ὡὥ ὨὬ ὩὭ
        0302 AÂ EÊ IÎ OÔ UÛ aâ eê iî oô uû CĈ cĉ GĜ gĝ HĤ hĥ JĴ jĵ SŜ sŝ WŴ wŵ YŶ yŷ ZẐ zẑ ẠẬ ạậ ẸỆ ẹệ ỌỘ ọộ
        0303 AÃ NÑ OÕ aã nñ oõ IĨ iĩ UŨ uũ VṼ vṽ ÂẪ âẫ ĂẴ ăẵ EẼ eẽ ÊỄ êễ ÔỖ ôỗ ƠỠ ơỡ ƯỮ ưữ YỸ yỹ
        0304 AĀ aā EĒ eē IĪ iī OŌ oō UŪ uū ÜǕ üǖ ÄǞ äǟ ȦǠ ȧǡ ÆǢ æǣ ǪǬ ǫǭ ÖȪ öȫ ÕȬ õȭ ȮȰ ȯȱ YȲ yȳ ИӢ иӣ УӮ уӯ GḠ gḡ ḶḸ
        0304 ḷḹ ṚṜ ṛṝ αᾱ ΑᾹ ιῑ ΙῙ υῡ ΥῩ
        0306 AĂ aă EĔ eĕ GĞ gğ IĬ iĭ OŎ oŏ UŬ uŭ УЎ ИЙ ий уў ЖӁ жӂ АӐ аӑ ЕӖ еӗ ȨḜ ȩḝ ẠẶ ạặ αᾰ ΑᾸ ιῐ ΙῘ υῠ ΥῨ
        0307 CĊ cċ EĖ eė GĠ gġ Iİ ZŻ zż AȦ aȧ OȮ oȯ BḂ bḃ DḊ dḋ FḞ fḟ HḢ hḣ MṀ mṁ NṄ nṅ PṖ pṗ RṘ rṙ SṠ sṡ ŚṤ śṥ ŠṦ šṧ
        0307 ṢṨ ṣṩ TṪ tṫ WẆ wẇ XẊ xẋ YẎ yẏ ſẛ
        0308 AÄ EË IÏ OÖ UÜ aä eë iï oö uü yÿ YŸ ΙΪ ΥΫ ιϊ υϋ ϒϔ ЕЁ ІЇ её ії АӒ аӓ ӘӚ әӛ ЖӜ жӝ ЗӞ зӟ ИӤ иӥ ОӦ оӧ ӨӪ өӫ
        0308 ЭӬ эӭ УӰ уӱ ЧӴ чӵ ЫӸ ыӹ HḦ hḧ ÕṎ õṏ ŪṺ ūṻ WẄ wẅ XẌ xẍ tẗ
        0309 AẢ aả ÂẨ âẩ ĂẲ ăẳ EẺ eẻ ÊỂ êể IỈ iỉ OỎ oỏ ÔỔ ôổ ƠỞ ơở UỦ uủ ƯỬ ưử YỶ yỷ
        030A AÅ aå UŮ uů wẘ yẙ
        030B OŐ oő UŰ uű УӲ уӳ
        030C CČ cč DĎ dď EĚ eě LĽ lľ NŇ nň RŘ rř SŠ sš TŤ tť ZŽ zž AǍ aǎ IǏ iǐ OǑ oǒ UǓ uǔ ÜǙ üǚ GǦ gǧ KǨ kǩ ƷǮ ʒǯ jǰ
        030C HȞ hȟ
        030F AȀ aȁ EȄ eȅ IȈ iȉ OȌ oȍ RȐ rȑ UȔ uȕ ѴѶ ѵѷ
        0311 AȂ aȃ EȆ eȇ IȊ iȋ OȎ oȏ RȒ rȓ UȖ uȗ
        0313 αἀ ΑἈ εἐ ΕἘ ηἠ ΗἨ ιἰ ΙἸ οὀ ΟὈ υὐ ωὠ ΩὨ ρῤ
        0314 αἁ ΑἉ εἑ ΕἙ ηἡ ΗἩ ιἱ ΙἹ οὁ ΟὉ υὑ ΥὙ ωὡ ΩὩ ρῥ ΡῬ
        031B OƠ oơ UƯ uư
        0323 BḄ bḅ DḌ dḍ HḤ hḥ KḲ kḳ LḶ lḷ MṂ mṃ NṆ nṇ RṚ rṛ SṢ sṣ TṬ tṭ VṾ vṿ WẈ wẉ ZẒ zẓ AẠ aạ EẸ eẹ IỊ iị OỌ oọ ƠỢ
        0323 ơợ UỤ uụ ƯỰ ưự YỴ yỵ
        0324 UṲ uṳ
        0325 AḀ aḁ
        0326 SȘ sș TȚ tț
        0327 CÇ cç GĢ gģ KĶ kķ LĻ lļ NŅ nņ RŖ rŗ SŞ sş TŢ tţ EȨ eȩ DḐ dḑ HḨ hḩ
        0328 AĄ aą EĘ eę IĮ iį UŲ uų OǪ oǫ
        032D DḒ dḓ EḘ eḙ LḼ lḽ NṊ nṋ TṰ tṱ UṶ uṷ
        032E HḪ hḫ
        0330 EḚ eḛ IḬ iḭ UṴ uṵ
        0331 BḆ bḇ DḎ dḏ KḴ kḵ LḺ lḻ NṈ nṉ RṞ rṟ TṮ tṯ ZẔ zẕ hẖ
        0342 ἀἆ ἁἇ ἈἎ ἉἏ ἠἦ ἡἧ ἨἮ ἩἯ ἰἶ ἱἷ ἸἾ ἹἿ ὐὖ ὑὗ ὙὟ ὠὦ ὡὧ ὨὮ ὩὯ αᾶ ηῆ ιῖ ϊῗ υῦ ϋῧ ωῶ
        0345 ἀᾀ ἁᾁ ἂᾂ ἃᾃ ἄᾄ ἅᾅ ἆᾆ ἇᾇ Ἀᾈ Ἁᾉ Ἂᾊ Ἃᾋ Ἄᾌ Ἅᾍ Ἆᾎ Ἇᾏ ἠᾐ ἡᾑ ἢᾒ ἣᾓ ἤᾔ ἥᾕ ἦᾖ ἧᾗ Ἠᾘ Ἡᾙ Ἢᾚ Ἣᾛ Ἤᾜ Ἥᾝ Ἦᾞ Ἧᾟ ὠᾠ ὡᾡ ὢᾢ
        0345 ὣᾣ ὤᾤ ὥᾥ ὦᾦ ὧᾧ Ὠᾨ Ὡᾩ Ὢᾪ Ὣᾫ Ὤᾬ Ὥᾭ Ὦᾮ Ὧᾯ ὰᾲ αᾳ άᾴ ᾶᾷ Αᾼ ὴῂ ηῃ ήῄ ῆῇ Ηῌ ὼῲ ωῳ ώῴ ῶῷ Ωῼ
        0653 اآ
        0654 اأ وؤ يئ ەۀ ہۂ ےۓ
        0655 اإ
        093C नऩ रऱ ळऴ
        102E ဥဦ
        """;

    private static readonly Dictionary<(Rune Letter, Rune Mark), Rune> Composed = Read().ToDictionary(row => (row.Letter, row.Mark), row => row.Composed);
    private static readonly Dictionary<Rune, (Rune Letter, Rune Mark)> Decomposed = Composed.ToDictionary(row => row.Value, row => row.Key);

    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;

    /// <summary>The text with letters and marks composed where Unicode has a composed form.</summary>
    public static string Compose(string text)
    {
        var runes = new List<Rune>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (runes.Count > 0 && Composed.TryGetValue((runes[^1], rune), out var composed))
            {
                runes[^1] = composed;
            }
            else
            {
                runes.Add(rune);
            }
        }

        return string.Concat(runes);
    }

    /// <summary>A letter, then its marks.</summary>
    public static IEnumerable<Rune> Decompose(Rune rune)
    {
        var marks = new Stack<Rune>();
        while (Decomposed.TryGetValue(rune, out var parts))
        {
            rune = parts.Letter;
            marks.Push(parts.Mark);
        }

        return marks.Prepend(rune);
    }

    private static IEnumerable<(Rune Letter, Rune Mark, Rune Composed)> Read() =>
        from line in Table.Split('\n')
        let cells = line.Split(' ')
        let mark = new Rune(int.Parse(cells[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        from pair in cells.Skip(1)
        select (new Rune(pair[0]), mark, new Rune(pair[1]));
}
