using System.CommandLine;
using System.Globalization;
using System.Text;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Pds;
using Spectre.Console;

namespace GpConnect.Cli.Commands;

/// <summary>Shows who did what: the latest records that match, in order of time.</summary>
internal static class AuditSearch
{
    private const int DefaultLimit = 1000;

    /// <summary>Longest text in a cell, in characters; <c>--json</c> shows it in full.</summary>
    private const int LongestText = 64;

    private static readonly Option<string?> Practice = new("--practice") { Description = "ODS code of the practice", HelpName = "ODS" };

    private static readonly Option<string?> Patient = new("--patient") { Description = "Logical id of a Patient that the request touched", HelpName = "id" };

    private static readonly Option<string?> User = new("--user") { Description = "Id of the user, as the token or the operating system names it", HelpName = "id" };

    private static readonly Option<string?> Organisation = new("--organisation") { Description = "ODS code of the user's organisation", HelpName = "ODS" };

    private static readonly Option<string?> TraceId = new("--trace-id") { Description = "Ssp-TraceID of the request", HelpName = "id" };

    private static readonly Option<DateTimeOffset?> From = TypedOptions.Time("--from", "Earliest time");

    private static readonly Option<DateTimeOffset?> To = TypedOptions.Time("--to", "Latest time, exclusive");

    private static readonly Option<int?> Limit = TypedOptions.Number("--limit", $"Show at most this many records, the latest; {DefaultLimit} unless given", "count", 1, 1_000_000);

    private static readonly Option<bool> Json = new("--json") { Description = "Whole records as JSON lines instead of a table" };

    public static Command Create()
    {
        var command = CommandVerb.Create("search", "Show records in order of time", Practice, Patient, User, Organisation, TraceId, From, To, Limit, Json, TrailAccess.Unrecorded);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var filter = Filter(parsed);
        await using var trail = await TrailAccess.OpenRecordedAsync(parsed, "audit search");
        var unreadable = new UnreadablePlaces();
        var limit = parsed.GetValue(Limit) ?? DefaultLimit;
        var (latest, read) = await FindAsync(trail.Reader, filter, new LatestRecords(limit), unreadable, cancellation);
        if (latest.Found == 0 && unreadable.IsEmpty)
        {
            await RequireKnownAsync(filter, trail, cancellation);
        }

        if (parsed.GetValue(Json))
        {
            WriteJson(latest);
        }
        else if (latest.Found > 0)
        {
            CommandTable.Write(TableOf(latest));
        }
        else
        {
            Console.WriteLine("No record matches.");
        }

        if (latest.Found > limit)
        {
            await Console.Error.WriteLineAsync($"{latest.Found} records match; the latest {limit} are shown. Use --limit, --from and --to.");
        }

        return unreadable.Report(read);
    }

    private static AuditFilter Filter(ParseResult parsed)
    {
        var filter = new AuditFilter(
            parsed.GetValue(Patient), parsed.GetValue(User), parsed.GetValue(Organisation), parsed.GetValue(From), parsed.GetValue(To))
        {
            Practice = parsed.GetValue(Practice),
            TraceId = parsed.GetValue(TraceId),
        };
        return filter.From >= filter.To ? throw new CommandException("--from must be before --to.", 2) : filter;
    }

    /// <summary>Reports an argument that no record can match.</summary>
    /// <exception cref="CommandException">The practice or the patient is not one.</exception>
    private static async Task RequireKnownAsync(AuditFilter filter, TrailAccess trail, CancellationToken cancellation)
    {
        if (NhsNumber.IsValid(filter.Patient))
        {
            throw new CommandException("--patient takes the logical id of a Patient, not an NHS number: 'patient show --practice <ODS> --nhs-number -' reads the number from standard input and prints the id.");
        }

        if (filter.Practice is { } practice)
        {
            await trail.RequirePracticeAsync(practice, cancellation);
        }
    }

    private static async Task<(LatestRecords Latest, long Read)> FindAsync(
        IAuditReader reader, AuditFilter filter, LatestRecords latest, UnreadablePlaces unreadable, CancellationToken cancellation)
    {
        var (shown, read) = (new HashSet<Guid>(), 0L);
        await foreach (var (record, error) in reader.ReadAsync(cancellation))
        {
            read += record is null ? 0 : 1;
            if (!unreadable.Note(error) && record is not null && filter.Match(record) is { } summary && !IsRepeated(record, shown))
            {
                latest.Add(record, summary);
            }
        }

        return (latest, read);
    }

    /// <summary>A crash may leave an entry in the trail twice.</summary>
    private static bool IsRepeated(AuditRecord record, HashSet<Guid> shown) =>
        AuditLabel.Of(record.Entry.Span).Id is { } id && !shown.Add(id);

    private static void WriteJson(LatestRecords latest)
    {
        foreach (var (record, _) in latest.Take())
        {
            Console.WriteLine(Encoding.UTF8.GetString(AuditLine.TextOf(record.Entry).Span));
        }
    }

    /// <summary>Five columns, so that a record takes few lines on a terminal of 80 characters.</summary>
    public static Table TableOf(LatestRecords latest)
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumns("Time", "What", "Who", "Resources", "Status");
        table.Columns[0].NoWrap();
        foreach (var (_, found) in latest.Take())
        {
            CommandTable.Add(
                table,
                found.At.ToString("u", CultureInfo.InvariantCulture),
                Join(Word(found.Practice), Cut(found.Activity)),
                Join(Cut(found.User), Word(found.Organisation)),
                Join(found.Resources.Select(Word)),
                found.Outcome);
        }

        return table;
    }

    private static string Join(params IEnumerable<string> texts) => string.Join(' ', texts.Where(text => text.Length > 0));

    /// <summary>Escapes blanks: a code or an id is one word, but a caller can send any text.</summary>
    private static string Word(string text) => Cut(text).Replace(" ", @"\u0020", StringComparison.Ordinal);

    private static string Cut(string text) => text.Length <= LongestText ? text : $"{text[..LongestText]}…";
}
