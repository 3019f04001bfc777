using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace GpConnect.Testing.EndToEnd;

/// <summary>
/// The personal data in the requests and answers of all tests so far: NHS numbers, names, addresses, tokens and queries. A
/// provider may write it to its store and its audit trail, and nowhere else (transport.md §6).
/// </summary>
internal static partial class PatientDataMarkers
{
    /// <summary>Shorter texts would be found by chance, and so would a few digits, such as a year.</summary>
    private const int Shortest = 4;
    private const int DigitsOfNhsNumber = 10;

    private static readonly ConcurrentDictionary<string, byte> Noted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Collects the markers in a request or an answer.</summary>
    public static void Note(ReadOnlySpan<byte> message)
    {
        var text = IdsAndHashes().Replace(Encoding.UTF8.GetString(message), "");
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

    /// <summary>Collects a text that is secret as a whole: a key, a token or an assertion.</summary>
    public static void NoteSecret(string secret)
    {
        foreach (var part in secret.Split('.', '\n'))
        {
            Add(part);
        }
    }

    /// <summary>Fails when a text holds a marker, without repeating it.</summary>
    public static void AssertAbsent(string what, string text)
    {
        var markers = SearchValues.Create([.. Noted.Keys], StringComparison.OrdinalIgnoreCase);
        var position = IdsAndHashes().Replace(text, "").AsSpan().IndexOfAny(markers);
        Assert.True(position < 0, $"{what} holds patient data, a token or a query, {position} characters from its beginning");
    }

    private static void Add(string marker)
    {
        if (marker.Length >= (marker.All(char.IsAsciiDigit) ? DigitsOfNhsNumber : Shortest))
        {
            Noted.TryAdd(marker, 0);
        }
    }

    /// <summary>
    /// Ids and hashes that hold no personal data and may be logged. In a whole run, some hold by chance a short name or what could
    /// be an NHS number. The hashes are those of audit anchors and those in the document ids of Cosmos DB.
    /// </summary>
    [GeneratedRegex(
        """
        [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} | \b([0-9a-f]{16}|[0-9a-f]{32})\b
        | (?<="hash":")[a-z0-9+/]{43}=(?=") | (?<=/docs/([a-z]+\.){0,2})[a-z0-9_-]{43}(?=\ )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex IdsAndHashes();

    [GeneratedRegex("(?<![0-9])(?<mark>[0-9]{10})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex NhsNumber();

    [GeneratedRegex(@"\A[A-Z]+ [^ ?]*\?(?<mark>[^ ]+) HTTP/", RegexOptions.CultureInvariant)]
    private static partial Regex Query();

    [GeneratedRegex("""(?:"|<)(?:family|given|line|postalCode|birthDate)"?\s?(?::\s?\[?\s?"|value=")(?<mark>[^"\r\n]{4,200})""", RegexOptions.CultureInvariant)]
    private static partial Regex Demographics();
}
