using System.Diagnostics;
using GpConnect.Cli.Commands;
using GpConnect.Importing.Records;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.Fuzz;

/// <summary>A file of one kind, to the importer beside a running provider.</summary>
/// <param name="file">Its name, by which the importer knows what it is.</param>
/// <param name="practice">The practice that the operator names; null where the file has to.</param>
internal sealed class ImportReader(string name, FuzzedProvider provider, IReadOnlyList<byte[]> seeds, string file, string? practice) : IReader
{
    /// <summary>An import is no request, but one of some kilobytes that takes as long hangs.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private readonly string folder = TestFolders.New();

    public string Name => name;

    public IReadOnlyList<byte[]> Seeds => seeds;

    public async Task<string?> TryAsync(byte[] input, Action? done = null)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, file), input);
        var (lines, report, elapsed, error) = await ImportAsync();
        done?.Invoke();
        var hasChanged = provider.HasChanged();
        if (hasChanged)
        {
            provider.Restore();
        }

        if (elapsed > Slow)
        {
            elapsed = (await ImportAsync()).Elapsed;
            provider.Restore();
        }

        var numbers = Secrets.NumbersOf(input);
        return provider.Log.Error(numbers)
            ?? error
            ?? (elapsed > Slow ? "the import took more than five seconds" : null)
            ?? Validate(lines, report, hasChanged, numbers)
            ?? await provider.Trail.ValidateAsync();
    }

    private async Task<(List<string> Lines, ImportReport Report, TimeSpan Elapsed, string? Error)> ImportAsync()
    {
        var lines = new List<string>();
        var report = new ImportReport(lines.Add);
        var start = Stopwatch.GetTimestamp();
        try
        {
            await CommandStore.Importer(provider.Services, isDry: false).RunAsync(folder, practice, report, default);
            return (lines, report, Stopwatch.GetElapsedTime(start), null);
        }
        catch (Exception exception)
        {
            return (lines, report, Stopwatch.GetElapsedTime(start), $"the import ended with {exception}");
        }
    }

    private static bool IsRecord(string line) =>
        line.StartsWith("rejected: ", StringComparison.Ordinal) || line.StartsWith("not served: ", StringComparison.Ordinal);

    private static string? Validate(List<string> lines, ImportReport report, bool hasChanged, IReadOnlyList<string> secrets)
    {
        if (lines.Exists(line => Secrets.Tells(line, secrets)))
        {
            return "a line tells a secret of the file";
        }

        if (lines.Count(IsRecord) != report.Rejected + report.Withheld - report.Unlisted)
        {
            return "not every rejected or withheld record has its line";
        }

        if (lines.Exists(line => line.Any(char.IsControl)))
        {
            return "a line holds a control character";
        }

        return hasChanged && report.Written == 0 ? "the store has changed, although nothing was written" : null;
    }
}
