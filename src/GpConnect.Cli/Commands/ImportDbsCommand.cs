using System.CommandLine;
using System.Globalization;
using GpConnect.Foundations.Errors;
using GpConnect.Importing.BatchTrace;

namespace GpConnect.Cli.Commands;

/// <summary>Imports the response to a batch trace.</summary>
internal static class ImportDbsCommand
{
    private const int DefaultDays = 30;

    private static readonly Argument<FileInfo> Source = new Argument<FileInfo>("file") { Description = "The response file" }.AcceptExistingOnly();

    private static readonly Option<string> Practice = new("--practice") { Description = "ODS code of the practice", Required = true, HelpName = "ODS" };

    private static readonly Option<string> Profile = new Option<string>("--profile")
    {
        Description = "The service that answered",
        Required = true,
    }.AcceptOnlyFromAmong(BatchTraceProfile.All);

    private static readonly Option<string[]> Column = new("--column")
    {
        Description = "Position of a column of dbs-csv, counted from 0, such as SENSITIVITY_FLAG=57; may be repeated",
        HelpName = "name=position",
    };

    private static readonly Option<int?> MaximumDays =
        TypedOptions.Number("--maximum-days", $"Maximum age of the request; {DefaultDays} unless given", "days", 1, 3650);

    private static readonly Option<string> Encoding = new Option<string>("--encoding")
    {
        Description = "Text encoding of the file; it is not guessed",
        DefaultValueFactory = _ => BatchTraceText.Utf8,
    }.AcceptOnlyFromAmong(BatchTraceText.Encodings);

    private static readonly Option<bool> AllowImplausible = new("--allow-implausible")
    {
        Description = "Import a file even if it hides, or makes unverified, over 20 people and over 5 % of the people in it",
    };

    private static readonly Option<bool> DryRunOnly = new("--dry-run") { Description = "Check and report everything, write nothing" };

    public static Command Create()
    {
        var command = CommandVerb.Create(
            "dbs", "Import the response to a batch trace: records become verified or unverified",
            Source, Practice, Profile, Column, MaximumDays, Encoding, AllowImplausible, DryRunOnly);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var file = parsed.GetValue(Source)!;
        var profile = parsed.GetValue(Profile)!;
        var positions = Positions(parsed.GetValue(Column) ?? [], profile);
        var isDry = parsed.GetValue(DryRunOnly);
        await using var store = CommandStore.Open(parsed);
        var practice = await store.PracticeAsync(parsed.GetValue(Practice)!, cancellation);
        var content = await File.ReadAllBytesAsync(file.FullName, cancellation);
        var source = new BatchTraceSource(Redacted.Id(file.Name), content, profile, positions, parsed.GetValue(MaximumDays) ?? DefaultDays)
        {
            Encoding = parsed.GetValue(Encoding)!,
            AllowsImplausible = parsed.GetValue(AllowImplausible),
        };
        var report = new BatchTraceReport(Console.WriteLine);
        if (await store.BatchTraceImport(isDry).RunAsync(source, practice.OdsCode, report, cancellation) is { } error)
        {
            throw new CommandException($"The file is refused: {error}.");
        }

        store.AnchorChange($"Imported, {report}");
        report.WriteCounts();
        if (report.MarkedSensitive > 0 && !isDry)
        {
            var import = BatchTraceHiding.Short(source.Hash);
            Console.WriteLine($"{report.MarkedSensitive} hidden as sensitive; 'patient unmark-traced --practice {practice.OdsCode} --import {import}' takes that back.");
        }

        Console.WriteLine(isDry ? $"Dry run, nothing was written: {report.ToDryRunString()}." : $"{report}.");
        return report.ToReview > 0 ? 1 : 0;
    }

    private static Dictionary<string, int> Positions(string[] columns, string profile)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (profile != BatchTraceProfile.DbsCsv
                || column.Split('=') is not [var name, var text]
                || !BatchTraceColumns.NamesForDbs.Contains(name)
                || !ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                throw new CommandException($"--column is for dbs-csv: one of {string.Join(", ", BatchTraceColumns.NamesForDbs)}, '=' and a position.", 2);
            }

            positions[name] = position;
        }

        return positions;
    }
}
