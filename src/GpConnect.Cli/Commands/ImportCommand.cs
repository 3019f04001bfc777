using System.CommandLine;
using GpConnect.Foundations;
using GpConnect.Foundations.Output;
using GpConnect.Importing.Records;
using Spectre.Console;

namespace GpConnect.Cli.Commands;

/// <summary>Imports practices, FHIR resources and PDS records.</summary>
internal static class ImportCommand
{
    /// <summary>Size in bytes from which an import takes long enough to show its progress.</summary>
    private const long LongWork = 5 * 1024 * 1024;

    private static readonly Argument<string> Source = new("source")
    {
        Description = "File or folder: practice.json, FHIR as .json, .xml, .ndjson or .jsonl, PDS records as .csv; all but practice.json also as .gz",
    };

    private static readonly Option<string?> Practice = new("--practice")
    {
        Description = "ODS code of the practice, for files without a practice.json beside or above them",
        HelpName = "ODS",
    };

    private static readonly Option<bool> DryRunOnly = new("--dry-run") { Description = "Check and report everything, write nothing" };

    private static readonly Option<string?> Report = new("--report")
    {
        Description = "New file for all problems as JSON, with the location of each; only its owner can read it",
        HelpName = "file",
    };

    public static Command Create()
    {
        var command = new Command("import", "Import practices, FHIR resources and PDS records; the same content again changes nothing")
        {
            Source,
            Practice,
            DryRunOnly,
            Report,
            ImportDbsCommand.Create(),
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(Source)!;
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new CommandException($"There is no file or folder {Path.GetFullPath(path)}.");
        }

        var practice = parsed.GetValue(Practice);
        var isDry = parsed.GetValue(DryRunOnly);
        await using var store = Open(parsed, practice, isDry);
        if (practice is not null)
        {
            await store.PracticeAsync(practice, cancellation);
        }

        using var file = parsed.GetValue(Report) is { } target ? CreateReport(target, path, practice, isDry) : null;
        var report = await RunAsync(store.Importer(isDry), path, practice, file, cancellation);
        store.AnchorChange($"Imported, {report.Counts()}");
        foreach (var line in ImportSummary.Lines(report))
        {
            Console.WriteLine(line);
        }

        if (report.Read == 0)
        {
            throw new CommandException("Nothing was imported: the files hold no records.");
        }

        Console.WriteLine(isDry ? $"Dry run, nothing was written: {report.Counts().ToDryRunString()}" : $"{report.Counts()}");
        return report.Rejected + report.Withheld > 0 ? 1 : 0;
    }

    /// <summary>A practice named by an option must already exist, and so must its store.</summary>
    private static CommandStore Open(ParseResult parsed, string? practice, bool isDry) => (practice, isDry) switch
    {
        (not null, _) => CommandStore.Open(parsed),
        (null, true) => CommandStore.OpenForDryRun(parsed),
        _ => CommandStore.OpenOrCreate(parsed),
    };

    private static ReportFile CreateReport(string path, string source, string? practice, bool isDry)
    {
        // The next import would read it as data.
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)) + Path.DirectorySeparatorChar;
        return Path.GetFullPath(path).StartsWith(folder, StringComparison.Ordinal)
            ? throw new CommandException("The report must not be in the folder that is imported.", exitCode: 2)
            : new ReportFile(OwnerOnly.Create(NewFile.At(path)), source, practice, isDry);
    }

    private static async Task<ImportReport> RunAsync(Importer importer, string path, string? practice, ReportFile? file, CancellationToken cancellation)
    {
        var size = Size(path);
        if (size < LongWork || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            var report = new ImportReport(Console.WriteLine, file: file);
            await ImportAsync(importer, path, practice, report, file, cancellation);
            return report;
        }

        return await AnsiConsole.Progress().StartAsync(async context =>
        {
            var task = context.AddTask("Importing", maxValue: size);
            var report = new ImportReport(line => AnsiConsole.WriteLine(SafeText.Line(line)), bytes => task.Increment(bytes), file);
            await ImportAsync(importer, path, practice, report, file, cancellation);
            task.Value = size;
            return report;
        });
    }

    private static async Task ImportAsync(
        Importer importer, string path, string? practice, ImportReport report, ReportFile? file, CancellationToken cancellation)
    {
        string? stop = "the import was interrupted";
        try
        {
            stop = await importer.RunAsync(path, practice, report, cancellation);
        }
        finally
        {
            file?.Finish(report, stop);
        }

        if (stop is not null)
        {
            throw new CommandException($"Nothing was imported: {stop}.");
        }
    }

    private static long Size(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : new FileInfo(path).Length;
}
