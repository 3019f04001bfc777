using GpConnect.Testing.Fuzz;

namespace GpConnect.Fuzz;

/// <summary>The inputs of one reader that reached something new, and what they reached.</summary>
/// <param name="random">Its own, as the keys of another reader's seeds are new each time.</param>
/// <param name="isFixed">Whether the inputs to begin with stay the only ones that are changed.</param>
internal sealed class Corpus(string name, Coverage coverage, Random random, IReadOnlyList<byte[]> words, bool isFixed)
{
    private readonly Mutator mutator = new(random, words);
    private readonly List<byte[]> inputs = [];
    private readonly byte[] seen = new byte[coverage.Blocks];
    private readonly HashSet<string> errors = [];

    public string Name => name;

    public IReadOnlyList<byte[]> Inputs => inputs;

    /// <summary>For each block how often it was passed, as <see cref="Coverage.MergeInto"/> says it.</summary>
    public byte[] Seen => seen;

    public int Tried { get; private set; }

    /// <summary>Kinds of wrong answers.</summary>
    public int Errors => errors.Count;

    /// <param name="input">A seed, or what an earlier run has kept.</param>
    public void Begin(byte[] input)
    {
        if (isFixed)
        {
            inputs.Add(input);
        }
    }

    public byte[] Next(IReader reader) => mutator.Mutate(Choose(reader), Choose(reader));

    /// <summary>A seed, as most of what was found is broken already, or any, or one of those found last.</summary>
    private byte[] Choose(IReader reader) => random.Next(3) switch
    {
        0 => reader.Seeds[random.Next(reader.Seeds.Count)],
        1 => inputs[random.Next(inputs.Count)],
        _ => inputs[inputs.Count - 1 - random.Next((inputs.Count + 3) / 4)],
    };

    /// <returns>What is wrong with the answer; null when nothing is, or when the same was wrong before.</returns>
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

    /// <summary>The inputs that reach all its blocks, short ones first.</summary>
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

    /// <summary>What wrong answers of one cause have in common.</summary>
    public static string KindOf(string? error) => new([.. (error ?? "").Where(letter => !char.IsDigit(letter)).Take(200)]);
}
