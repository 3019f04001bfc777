using System.Diagnostics;
using GpConnect.Cli.Commands;
using GpConnect.Importing.Records;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.Fuzz;

/// <summary>Passes a file of one kind to the importer, beside a running provider.</summary>
/// <param name="file">Name of the file, from which the importer derives its kind.</param>
/// <param name="practice">The practice that the operator names; null when the file must name it.</param>
internal sealed class ImportReader(string name, FuzzedProvider provider, IReadOnlyList<byte[]> seeds, string file, string? practice) : IReader
{
    /// <summary>An import may take longer than a request, but one of a few kilobytes that takes this long hangs.</summary>
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
        if (lines.Exists(line => Secrets.Reveals(line, secrets)))
        {
            return "a line reveals a secret of the file";
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
