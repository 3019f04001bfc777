using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace GpConnect.Testing.EndToEnd;

/// <summary>
/// What all tests' requests and answers have said about people so far: NHS numbers, names, addresses, tokens and queries. A
/// provider may write it to its store and its audit trail, and nowhere else (transport.md §6).
/// </summary>
internal static partial class PatientDataMarkers
{
    /// <summary>What is shorter is found in anything, and so are a few digits, as of a year.</summary>
    private const int Shortest = 4;
    private const int DigitsOfNhsNumber = 10;

    private static readonly ConcurrentDictionary<string, byte> Noted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the marks of a request or an answer.</summary>
    public static void Note(ReadOnlySpan<byte> message)
    {
        var text = Chance().Replace(Encoding.UTF8.GetString(message), "");
        var headEnd = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = text[..Math.Max(headEnd, 0)];
        foreach (Match match in NhsNumber().Matches(text).Concat(Query().Matches(head)).Concat(Demographics().Matches(text)))
        {
            Add(match.Groups["mark"].Value);
        }

        foreach (var part in head.Split("\r\n").Where(line => line.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase)).SelectMany(line => line.Split(' ', '.')))
        {
            Add(part);
        }
    }

    /// <summary>Takes what is secret in a whole: a key, a token or an assertion.</summary>
    public static void NoteSecret(string secret)
    {
        foreach (var part in secret.Split('.', '\n'))
        {
            Add(part);
        }
    }

    /// <summary>Fails when a text holds a mark, without repeating it.</summary>
    public static void AssertAbsent(string what, string text)
    {
        var marks = SearchValues.Create([.. Noted.Keys], StringComparison.OrdinalIgnoreCase);
        var position = Chance().Replace(text, "").AsSpan().IndexOfAny(marks);
        Assert.True(position < 0, $"{what} holds patient data, a token or a query, {position} characters from its beginning");
    }

    private static void Add(string mark)
    {
        if (mark.Length >= (mark.All(char.IsAsciiDigit) ? DigitsOfNhsNumber : Shortest))
        {
            Noted.TryAdd(mark, 0);
        }
    }

    /// <summary>
    /// Ids and hashes that say nothing of anybody and may be logged: of a whole run's, one or another holds a short name or what
    /// could be an NHS number by chance. The hashes are those of audit anchors and those in the ids of Cosmos DB's documents.
    /// </summary>
    [GeneratedRegex(
        """
        [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} | \b([0-9a-f]{16}|[0-9a-f]{32})\b
        | (?<="hash":")[a-z0-9+/]{43}=(?=") | (?<=/docs/([a-z]+\.){0,2})[a-z0-9_-]{43}(?=\ )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Chance();

    [GeneratedRegex("(?<![0-9])(?<mark>[0-9]{10})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex NhsNumber();

    [GeneratedRegex(@"\A[A-Z]+ [^ ?]*\?(?<mark>[^ ]+) HTTP/", RegexOptions.CultureInvariant)]
    private static partial Regex Query();

    [GeneratedRegex("""(?:"|<)(?:family|given|line|postalCode|birthDate)"?\s?(?::\s?\[?\s?"|value=")(?<mark>[^"\r\n]{4,200})""", RegexOptions.CultureInvariant)]
    private static partial Regex Demographics();
}
