using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace GpConnect.Fuzz;

/// <summary>The counters of the instrumented blocks.</summary>
internal sealed unsafe class Coverage
{
    private readonly string[] namespaces;
    private readonly byte* counters;
    private readonly int size;

    public Coverage()
    {
        namespaces = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, Instrumentation.BlockList)).Select(line => line.Split('\t')[0])];
        size = namespaces.Length;
        counters = (byte*)NativeMemory.AllocZeroed((nuint)size);
        Trace.SharedMem = counters;
    }

    public int Blocks => size;

    public void Clear() => new Span<byte>(counters, size).Clear();

    /// <summary>
    /// Merges the counters into <paramref name="seen"/>, which has a bit for each block and number of executions: 1, 2, 3, 4 to 7,
    /// 8 to 15, and so on.
    /// </summary>
    /// <returns>Whether a bit is new: the block was never executed before, or never as often.</returns>
    public bool MergeInto(byte[] seen) => Merge(seen, count => (byte)(1 << Bucket(count)));

    /// <summary>The same, but regardless of how often a block was executed.</summary>
    public bool MergeBlocksInto(byte[] seen) => Merge(seen, _ => 1);

    private bool Merge(byte[] seen, Func<byte, byte> bitOf)
    {
        var isNew = false;
        var counted = new ReadOnlySpan<byte>(counters, size);
        for (var index = Next(counted, 0); index >= 0; index = Next(counted, index + 1))
        {
            var bit = bitOf(counted[index]);
            isNew |= (seen[index] & bit) == 0;
            seen[index] |= bit;
        }

        return isNew;
    }

    private static int Next(ReadOnlySpan<byte> counted, int from) =>
        counted[from..].IndexOfAnyExcept((byte)0) is var distance and >= 0 ? from + distance : -1;

    /// <summary>The number of blocks seen and of all blocks, for each namespace.</summary>
    public IEnumerable<(string Namespace, int Seen, int All)> Of(byte[] seen) => namespaces
        .Select((name, index) => (name, IsSeen: seen[index] != 0))
        .GroupBy(block => block.name, (name, blocks) => (name, blocks.Count(block => block.IsSeen), blocks.Count()), StringComparer.Ordinal)
        .OrderBy(row => row.name, StringComparer.Ordinal);

    private static int Bucket(byte count) => count <= 3 ? count - 1 : Math.Min(7, BitOperations.Log2(count) + 1);
}
