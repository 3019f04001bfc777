using System.Diagnostics;
using System.Text;
using GpConnect.Testing.Fuzz;

namespace GpConnect.Fuzz;

/// <summary>Tries inputs on the readers in turn and keeps the inputs that reach new code.</summary>
/// <param name="names">Names of the readers; empty for all.</param>
/// <param name="isFixed">Whether no input is kept, so that the inputs depend on the seed alone.</param>
/// <param name="start">Starts the readers and their servers.</param>
internal sealed class Campaign(int inputs, int seed, IReadOnlyList<string> names, bool isFixed, Func<Task<IReaders>> start) : IDisposable
{
    /// <summary>The number of inputs after which the providers are restarted, so that their audit trails stay small.</summary>
    private const int Life = 50_000;

    private static readonly string Output = AppContext.BaseDirectory;

    private readonly Coverage coverage = new();
    private readonly List<string> finds = [];
    private readonly byte[][] words = [.. File.ReadLines(Path.Combine(Output, Instrumentation.WordList)).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Holds the current input, in case the process dies of it.</summary>
    private readonly FileStream current = new(Path.Combine(Output, "current"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <returns>Whether every outcome was acceptable.</returns>
    public async Task<bool> RunAsync()
    {
        Console.WriteLine($"{inputs} inputs, seed {seed}, {coverage.Blocks} blocks");
        var started = Stopwatch.GetTimestamp();
        var readers = await start();
        var corpora = readers.All.Select(reader => reader.Name).Where(name => names.Count == 0 || names.Contains(name)).Select(NewCorpus).ToList();
        foreach (var corpus in corpora)
        {
            await BeginAsync(corpus, readers.Find(corpus.Name));
        }

        var triedAtStart = corpora.Sum(corpus => corpus.Tried);
        for (var tried = triedAtStart; tried < inputs; tried++)
        {
            if (tried % Life == 0)
            {
                await readers.DisposeAsync();
                readers = await start();
            }

            if (tried % 10_000 == 0)
            {
                Console.WriteLine($"{tried} inputs in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, {corpora.Sum(corpus => corpus.Inputs.Count)} kept, {finds.Count} finds");
            }

            var corpus = corpora[tried % corpora.Count];
            var reader = readers.Find(corpus.Name);
            await TryAsync(corpus, reader, corpus.Next(reader));
        }

        Report.Write(coverage, corpora, finds, Stopwatch.GetElapsedTime(started));
        await WriteAsync(corpora, readers);
        await readers.DisposeAsync();
        return finds.Count == 0;
    }

    public void Dispose() => current.Dispose();

    private Corpus NewCorpus(string name) => new(name, coverage, new Random(seed), words, isFixed);

    /// <summary>Tries the reader's seeds and the inputs that earlier runs kept.</summary>
    private async Task BeginAsync(Corpus corpus, IReader reader)
    {
        foreach (var input in (IEnumerable<byte[]>)[.. reader.Seeds, .. InputFiles.Of("corpus", corpus.Name).Select(File.ReadAllBytes)])
        {
            corpus.Begin(input);
            await TryAsync(corpus, reader, input);
        }
    }

    private async Task TryAsync(Corpus corpus, IReader reader, byte[] input)
    {
        current.SetLength(0);
        current.Position = 0;
        current.Write([.. Encoding.UTF8.GetBytes($"{corpus.Name}\n"), .. input]);
        if (await corpus.TryAsync(reader, input) is not { } error)
        {
            return;
        }

        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(Output, "finds", corpus.Name)).FullName, $"{finds.Count}");
        Console.WriteLine($"FIND {file}: {error}");
        await File.WriteAllBytesAsync(file, input);
        await File.WriteAllBytesAsync(file, await Shrinking.ShrinkAsync(input, async shorter => Corpus.KindOf(await reader.TryAsync(shorter)) == Corpus.KindOf(error)));
        finds.Add($"{corpus.Name}: {error}");
    }

    /// <summary>Writes a small corpus for the repository: inputs that together reach every block that was reached.</summary>
    private async Task WriteAsync(List<Corpus> corpora, IReaders readers)
    {
        foreach (var corpus in corpora)
        {
            var folder = Path.Combine(Output, "corpus", corpus.Name);
            Directory.CreateDirectory(folder);
            var number = 0;
            foreach (var input in await corpus.SmallestAsync(readers.Find(corpus.Name)))
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, $"{number++:D3}"), input);
            }
        }
    }
}
