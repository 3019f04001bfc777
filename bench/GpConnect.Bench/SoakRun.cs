using System.Globalization;

namespace GpConnect.Harness;

/// <summary>
/// Hours of mixed load at a fixed rate, in twenty intervals, with the resources that the provider's process uses at the end of each.
/// The last quarter is compared with the second. The first is left out, because methods are compiled and caches fill.
/// </summary>
internal sealed class SoakRun(int process, string folder)
{
    private const int Intervals = 20;
    private const int Connections = 32;

    public static int Run(string port, string process, string folder, string rate, string seconds, string patients)
    {
        var run = new SoakRun(Number(process), folder);
        var target = Number(rate);
        using var load = new OpenLoad(Number(port), new LoadMix("mixed", new Population(Number(patients))), target, Connections);
        var samples = run.Collect(load, TimeSpan.FromSeconds(Number(seconds)) / Intervals);
        return Validate(samples, target) ? 0 : 1;
    }

    private List<SoakSample> Collect(OpenLoad load, TimeSpan interval)
    {
        Console.WriteLine("| minute | requests/s | p50, ms | p99, ms | p99.9, ms | errors | memory, MB | handles | database, MB | WAL, MB | bytes on disk a request |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        var samples = new List<SoakSample>();
        var before = DatabaseBytes();
        for (var index = 1; index <= Intervals; index++)
        {
            var figures = load.Run(interval);
            if (index == Intervals)
            {
                load.Drain(figures);
            }

            var sample = Sample(figures, before);
            before = sample.DatabaseBytes;
            samples.Add(sample);
            Console.WriteLine(sample.Row(interval * index));
        }

        return samples;
    }

    private SoakSample Sample(LoadFigures figures, long databaseBefore)
    {
        var database = DatabaseBytes();
        return new SoakSample(figures)
        {
            Memory = Memory(),
            Handles = Directory.GetFileSystemEntries($"/proc/{process}/fd").Length,
            DatabaseBytes = database,
            WalBytes = Length("gpconnect.db-wal"),
            BytesPerRequest = (double)(database - databaseBefore) / figures.Count,
        };
    }

    private long DatabaseBytes() => Length("gpconnect.db");

    private long Length(string file) => new FileInfo(Path.Combine(folder, file)) is { Exists: true } found ? found.Length : 0;

    /// <summary>Resident memory in kilobytes.</summary>
    private double Memory()
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static bool Validate(List<SoakSample> samples, int rate)
    {
        const int Quarter = Intervals / 4;
        var (second, last) = (samples[Quarter..(2 * Quarter)], samples[^Quarter..]);
        var isFlat = true;
        Console.WriteLine();
        Console.WriteLine("| median of | second quarter | last quarter | ratio | flat when | |");
        Console.WriteLine("|---|---|---|---|---|---|");

        void Compare(string name, Func<SoakSample, double> figure, double limit)
        {
            var (before, after) = (Median(second, figure), Median(last, figure));
            var isGood = after <= limit * before;
            isFlat &= isGood;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {before:F1} | {after:F1} | {after / before:F2} | at most {limit} | {(isGood ? "flat" : "**not flat**")} |"));
        }

        Compare("p99, ms", sample => sample.Figures.At(0.99), 1.5);
        Compare("memory, MB", sample => sample.Memory / 1024, 1.1);
        Compare("handles", sample => sample.Handles, 1.1);
        Compare("WAL, MB", sample => sample.WalBytes / 1e6, 1.1);
        Compare("bytes on disk a request", sample => sample.BytesPerRequest, 1.1);

        var lowest = samples[Quarter..].Min(sample => sample.Figures.Rate);
        var errors = samples.Sum(sample => sample.Figures.Errors);
        isFlat &= lowest >= 0.99 * rate && errors == 0;
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Lowest rate of an interval after the first quarter: {lowest:F1} of {rate} requests/s (at least 99 % required); errors: {errors} (none allowed)."));
        Console.WriteLine();
        Console.WriteLine($"Verdict: **{(isFlat ? "flat" : "not flat")}**.");
        return isFlat;
    }

    private static double Median(List<SoakSample> samples, Func<SoakSample, double> figure) => samples.Select(figure).Order().ElementAt(samples.Count / 2);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>The measurements of one interval.</summary>
internal sealed record SoakSample(LoadFigures Figures)
{
    /// <summary>Resident, in kilobytes.</summary>
    public required double Memory { get; init; }

    public required int Handles { get; init; }

    public required long DatabaseBytes { get; init; }

    public required long WalBytes { get; init; }

    public required double BytesPerRequest { get; init; }

    public string Row(TimeSpan at) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {at.TotalMinutes:F1} | {Figures.Rate:F1} | {Figures.At(0.5):F2} | {Figures.At(0.99):F2} | {Figures.At(0.999):F2} | {Figures.ErrorText} | {Memory / 1024:F0} | {Handles} | {DatabaseBytes / 1e6:F0} | {WalBytes / 1e6:F1} | {BytesPerRequest:F0} |");
}
