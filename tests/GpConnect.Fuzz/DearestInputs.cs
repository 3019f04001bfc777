using System.Text;
using GpConnect.Testing.Fuzz;

namespace GpConnect.Fuzz;

/// <summary>The most expensive inputs of one reader so far.</summary>
internal sealed class DearestInputs
{
    private const int Kept = 48;

    /// <summary>How many inputs with the same answer are kept, so that not all inputs descend from a single one.</summary>
    private const int KeptOfAKind = 6;

    private readonly int longest;
    private readonly Random random;
    private readonly List<Entry> entries = [];
    private Mutator mutator;

    public DearestInputs(string reader, int longest, Random random)
    {
        (Reader, this.longest, this.random) = (reader, longest, random);
        mutator = new Mutator(random, [[]], longest);
    }

    public string Reader { get; }

    public int Tried { get; private set; }

    /// <summary>Tries the reader's seeds and the inputs that runs of the fuzzer kept.</summary>
    public async Task BeginAsync(RequestReader reader)
    {
        byte[][] inputs = [.. reader.Seeds, .. InputFiles.Of("corpus", Reader).Select(File.ReadAllBytes), .. InputFiles.Of("finds", Reader).Select(File.ReadAllBytes)];
        mutator = new Mutator(random, WordsOf(inputs), longest);
        foreach (var input in inputs)
        {
            await TryAsync(reader, input);
        }
    }

    public Task TryNextAsync(RequestReader reader)
    {
        var input = random.Next(4) == 0 ? reader.Seeds[random.Next(reader.Seeds.Count)] : Choose();
        if (random.Next(2) == 0)
        {
            input = mutator.Mutate(input, Choose());
        }

        if (random.Next(2) == 0)
        {
            input = new Growth(random, mutator, longest).Grow(input);
        }

        return TryAsync(reader, input.Length > longest ? input[..longest] : input);
    }

    /// <summary>Measures the most expensive inputs again, one after another and several times, and returns the most expensive.</summary>
    public async Task<(byte[] Input, TimeSpan Time, string Answer)> DearestAsync(RequestReader reader)
    {
        var best = (Input: Array.Empty<byte>(), Time: TimeSpan.Zero, Answer: "");
        foreach (var entry in entries.OrderByDescending(entry => entry.Time).Take(12))
        {
            var time = await MedianAsync(reader, entry.Input);
            best = time > best.Time ? (entry.Input, time, entry.Answer) : best;
        }

        return best;
    }

    public static async Task<TimeSpan> MedianAsync(RequestReader reader, byte[] input)
    {
        const int Rounds = 9;
        var times = new List<TimeSpan>();
        while (times.Count < Rounds)
        {
            times.Add((await reader.CostAsync(input)).Time);
        }

        return times.Order().ElementAt(Rounds / 2);
    }

    private byte[] Choose() => entries[Math.Min(random.Next(entries.Count), random.Next(entries.Count))].Input;

    private async Task TryAsync(RequestReader reader, byte[] input)
    {
        Tried++;
        var (time, answer) = await reader.CostAsync(input);

        // Garbage collection and other work of the process may affect one measurement, but hardly all three.
        for (var again = 0; again < 2 && IsDear(time, answer); again++)
        {
            var (next, _) = await reader.CostAsync(input);
            time = next < time ? next : time;
        }

        if (IsDear(time, answer))
        {
            Keep(new Entry(input, time, answer));
        }
    }

    private bool IsDear(TimeSpan time, string answer) =>
        (entries.Count < Kept || time > entries[^1].Time)
        && (entries.Count(entry => entry.Answer == answer) < KeptOfAKind || time > entries.Last(entry => entry.Answer == answer).Time);

    private void Keep(Entry entry)
    {
        entries.Add(entry);
        entries.Sort((one, other) => other.Time.CompareTo(one.Time));
        if (entries.Count(other => other.Answer == entry.Answer) > KeptOfAKind)
        {
            entries.Remove(entries.Last(other => other.Answer == entry.Answer));
        }

        if (entries.Count > Kept)
        {
            entries.RemoveAt(Kept);
        }
    }

    private static IReadOnlyList<byte[]> WordsOf(IEnumerable<byte[]> inputs) =>
    [
        .. inputs.SelectMany(input => Encoding.Latin1.GetString(input).Split("\"{}[]<>,:=&?/|; \r\n".ToCharArray(), StringSplitOptions.RemoveEmptyEntries))
            .Where(word => word.Length is > 1 and < 60)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(Encoding.Latin1.GetBytes),
    ];

    /// <param name="Answer">Status and diagnostics.</param>
    private sealed record Entry(byte[] Input, TimeSpan Time, string Answer);
}
