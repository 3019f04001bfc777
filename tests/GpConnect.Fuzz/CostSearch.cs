using System.Diagnostics;
using GpConnect.Testing.Fuzz;

namespace GpConnect.Fuzz;

/// <summary>
/// Searches for the input that costs the provider most processor time: mutates the most expensive inputs so far, whatever code
/// they reach. The provider is not instrumented, because counters cost time too.
/// </summary>
internal sealed class CostSearch(int inputs, int seed, string output)
{
    /// <summary>The number of inputs after which the providers are restarted, so that their audit trails stay small.</summary>
    private const int Life = 20_000;

    /// <summary>The largest input of each reader in bytes: 1 MB for a body, and what the server accepts for headers and target.</summary>
    private static readonly (string Reader, int Longest)[] Goals =
        [("body-json", 1024 * 1024), ("body-xml", 1024 * 1024), ("token", 20 * 1024), ("target", 8000), ("headers", 31 * 1024)];

    public async Task RunAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var readers = await Readers.StartAsync();
        await WarmUpAsync(readers);
        var pools = Goals.Select(goal => new DearestInputs(goal.Reader, goal.Longest, new Random(seed))).ToList();
        foreach (var pool in pools)
        {
            await pool.BeginAsync(Reader(readers, pool));
        }

        for (var tried = 0; tried < inputs; tried++)
        {
            if (tried % Life == Life - 1)
            {
                await readers.DisposeAsync();
                readers = await Readers.StartAsync();
            }

            var pool = pools[tried % pools.Count];
            await pool.TryNextAsync(Reader(readers, pool));
        }

        await ReportAsync(readers, pools, Stopwatch.GetElapsedTime(start));
        await readers.DisposeAsync();
    }

    /// <summary>Lets the runtime compile the code that inputs execute, so that no measurement includes it.</summary>
    private static async Task WarmUpAsync(Readers readers)
    {
        foreach (var reader in Goals.Select(goal => (RequestReader)readers.Find(goal.Reader)))
        {
            for (var round = 0; round < 300; round++)
            {
                await reader.CostAsync(reader.Seeds[round % reader.Seeds.Count]);
            }
        }
    }

    private async Task ReportAsync(Readers readers, List<DearestInputs> pools, TimeSpan elapsed)
    {
        Console.WriteLine($"{inputs} inputs in {elapsed.TotalSeconds:F0} s, seed {seed}.\n");
        Console.WriteLine("| reader | inputs | a seed | dearest | bytes | answer |\n|---|---|---|---|---|---|");
        Directory.CreateDirectory(output);
        foreach (var pool in pools)
        {
            var reader = Reader(readers, pool);
            var common = await DearestInputs.MedianAsync(reader, reader.Seeds[0]);
            var (input, time, answer) = await pool.DearestAsync(reader);
            await File.WriteAllBytesAsync(Path.Combine(output, pool.Reader), input);
            Console.WriteLine($"| {pool.Reader} | {pool.Tried} | {Milliseconds(common)} | {Milliseconds(time)} | {input.Length} | {answer} |");
        }
    }

    private static RequestReader Reader(Readers readers, DearestInputs pool) => (RequestReader)readers.Find(pool.Reader);

    private static string Milliseconds(TimeSpan time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F1} ms");
}
