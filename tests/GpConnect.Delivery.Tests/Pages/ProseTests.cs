using System.Text.RegularExpressions;
using GpConnect.Testing;

namespace GpConnect.Delivery.Tests.Pages;

/// <summary>The language of pages and comments (CONTRIBUTING.md).</summary>
public sealed partial class ProseTests
{
    private const int MaximumWords = 35;

    private static readonly string[] Folders = ["docs", "samples", "tests"];

    [Fact]
    public void No_sentence_of_a_page_is_longer_than_35_words()
    {
        var tooLong = from page in Pages()
                      from text in Texts(File.ReadAllLines(page))
                      from sentence in EndOfSentence().Split(text)
                      where Words().Count(sentence) > MaximumWords
                      select $"{Path.GetFileName(page)}: {sentence}";

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_comment_uses_a_word_of_the_old_dialect()
    {
        var found = from file in Directory.EnumerateFiles(Repository.File("src"), "*.cs", SearchOption.AllDirectories)
                    from line in File.ReadAllLines(file)
                    where Dialect().IsMatch(line)
                    select $"{Path.GetFileName(file)}: {line.Trim()}";

        Assert.Empty(found);
    }

    private static IEnumerable<string> Pages() =>
    [
        .. Directory.EnumerateFiles(Repository.File("."), "*.md"),
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.md", SearchOption.AllDirectories))
            .Where(page => !page.Contains("node_modules", StringComparison.Ordinal)),
    ];

    /// <summary>Paragraphs, items of lists, headings and cells of tables; no code.</summary>
    private static IEnumerable<string> Texts(string[] lines)
    {
        var (paragraph, isCode) = ("", false);
        foreach (var line in lines.Select(line => line.Trim()))
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            if (isCode || isFence || line.Length == 0 || line[0] is '|' or '#' || Item().IsMatch(line))
            {
                yield return paragraph;
                paragraph = "";
            }

            if (line.StartsWith('|'))
            {
                foreach (var cell in Cell().Split(line))
                {
                    yield return Plain(cell);
                }
            }
            else if (!isCode && !isFence)
            {
                paragraph = $"{paragraph} {Plain(line)}";
            }
        }

        yield return paragraph;
    }

    private static string Plain(string text) => Link().Replace(Code().Replace(text, "code"), "$1");

    [GeneratedRegex(@"(?<=[.!?])[""”)*_]*\s+(?=[""“(*_A-Z0-9])|(?<=[.!?])\s+(?=code\b)")]
    private static partial Regex EndOfSentence();

    [GeneratedRegex(@"\S*\w\S*")]
    private static partial Regex Words();

    [GeneratedRegex(@"\A(?:[-*+>]|\d+\.)\s")]
    private static partial Regex Item();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(?:whoever|somebody|nobody|anew|meanwhile|told)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Dialect();
}
