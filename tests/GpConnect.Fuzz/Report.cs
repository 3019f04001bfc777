namespace GpConnect.Fuzz;

/// <summary>Prints the coverage of a run as tables.</summary>
internal static class Report
{
    public static void Write(Coverage coverage, IReadOnlyList<Corpus> corpora, IReadOnlyList<string> finds, TimeSpan elapsed)
    {
        var tried = corpora.Sum(corpus => corpus.Tried);
        Console.WriteLine($"\n{tried} inputs in {elapsed.TotalSeconds:F0} s, {tried / elapsed.TotalSeconds:F0} a second\n");
        Console.WriteLine("| reader | inputs | kept | blocks reached | kinds of wrong answers |\n|---|---|---|---|---|");
        foreach (var corpus in corpora)
        {
            Console.WriteLine($"| {corpus.Name} | {corpus.Tried} | {corpus.Inputs.Count} | {corpus.Seen.Count(bits => bits != 0)} | {corpus.Errors} |");
        }

        var all = new byte[coverage.Blocks];
        foreach (var corpus in corpora)
        {
            for (var block = 0; block < all.Length; block++)
            {
                all[block] |= corpus.Seen[block];
            }
        }

        Console.WriteLine("\n| namespace | blocks | reached | |\n|---|---|---|---|");
        foreach (var (name, reached, blocks) in coverage.Of(all))
        {
            Console.WriteLine($"| {name} | {blocks} | {reached} | {100.0 * reached / blocks:F0} % |");
        }

        Console.WriteLine($"\n{finds.Count} finds");
    }
}
