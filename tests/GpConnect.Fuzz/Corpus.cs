using GpConnect.Testing.Fuzz;

namespace GpConnect.Fuzz;

/// <summary>The inputs of one reader that reached new code, and the code that they reached.</summary>
/// <param name="random">Not shared with other readers, because the keys in another reader's seeds are new in each run.</param>
/// <param name="isFixed">Whether only the initial inputs are mutated.</param>
internal sealed class Corpus(string name, Coverage coverage, Random random, IReadOnlyList<byte[]> words, bool isFixed)
{
    private readonly Mutator mutator = new(random, words);
    private readonly List<byte[]> inputs = [];
    private readonly byte[] seen = new byte[coverage.Blocks];
    private readonly HashSet<string> errors = [];

    public string Name => name;

    public IReadOnlyList<byte[]> Inputs => inputs;

    /// <summary>For each block how often it was executed, in the form of <see cref="Coverage.MergeInto"/>.</summary>
    public byte[] Seen => seen;

    public int Tried { get; private set; }

    /// <summary>The number of kinds of wrong answers.</summary>
    public int Errors => errors.Count;

    /// <param name="input">A seed, or an input that an earlier run kept.</param>
    public void Begin(byte[] input)
    {
        if (isFixed)
        {
            inputs.Add(input);
        }
    }

    public byte[] Next(IReader reader) => mutator.Mutate(Choose(reader), Choose(reader));

    /// <summary>Chooses a seed, because most kept inputs are broken already, or any kept input, or one of the latest.</summary>
    private byte[] Choose(IReader reader) => random.Next(3) switch
    {
        0 => reader.Seeds[random.Next(reader.Seeds.Count)],
        1 => inputs[random.Next(inputs.Count)],
        _ => inputs[inputs.Count - 1 - random.Next((inputs.Count + 3) / 4)],
    };

    /// <returns>What is wrong with the answer; null when it is right, or when the same kind of error was found before.</returns>
    public async Task<string?> TryAsync(IReader reader, byte[] input)
    {
        Tried++;
        coverage.Clear();
        var error = await reader.TryAsync(input, () =>
        {
            if (coverage.MergeInto(seen) && !isFixed)
            {
                inputs.Add(input);
            }
        });
        return error is not null && errors.Add(KindOf(error)) ? error : null;
    }

    /// <summary>Inputs that together reach all blocks of this corpus, chosen from the shortest to the longest.</summary>
    public async Task<IReadOnlyList<byte[]>> SmallestAsync(IReader reader)
    {
        var reached = new byte[coverage.Blocks];
        var smallest = new List<byte[]>();
        foreach (var input in inputs.OrderBy(input => input.Length))
        {
            coverage.Clear();
            await reader.TryAsync(input, () =>
            {
                if (coverage.MergeBlocksInto(reached))
                {
                    smallest.Add(input);
                }
            });
        }

        return smallest;
    }

    /// <summary>The part of an error that is the same for all wrong answers of one cause.</summary>
    public static string KindOf(string? error) => new([.. (error ?? "").Where(letter => !char.IsDigit(letter)).Take(200)]);
}
