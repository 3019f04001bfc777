using System.CommandLine;
using System.Text;
using GpConnect.Foundations;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Importing.BatchTrace;

namespace GpConnect.Cli.Commands;

/// <summary>Writes the request of a batch trace, whose response <see cref="ImportDbsCommand"/> imports.</summary>
internal static class ExportDbsCommand
{
    private static readonly Argument<DirectoryInfo> Folder = new Argument<DirectoryInfo>("folder")
    {
        Description = "Folder for the request file, which will hold NHS numbers and birth dates: guard it",
    }.AcceptExistingOnly();

    private static readonly Option<string> Practice = new("--practice") { Description = "ODS code of the practice", Required = true, HelpName = "ODS" };

    private static readonly Option<string> Profile = new Option<string>("--profile")
    {
        Description = "The tracing service",
        Required = true,
    }.AcceptOnlyFromAmong(BatchTraceProfile.WithRequests);

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Verified patients too; without it, only those not verified yet, or verified longer ago than GPCONNECT_VERIFICATIONDAYS",
    };

    public static Command Create()
    {
        var command = CommandVerb.Create("dbs", "Write the request of a batch trace for a practice's active patients", Folder, Practice, Profile, All);
        command.SetAction(RunAsync);
        return new Command("export", "Write files for other services") { command };
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var store = CommandStore.Open(parsed);
        var practice = await store.PracticeAsync(parsed.GetValue(Practice)!, cancellation);
        var clock = store.Get<TimeProvider>();
        var profile = parsed.GetValue(Profile)!;
        var request = new BatchTraceRequest(profile, new BatchTraceReferences(store.Get<IdentifierHashes>(), practice.OdsCode, clock.GetUtcNow()));
        await foreach (var record in Due(store, practice, parsed.GetValue(All), cancellation))
        {
            if (!request.Add(record))
            {
                Console.WriteLine($"left out: Patient/{Redacted.Id(record.Key.Id)}: the birth date is not complete");
            }
        }

        if (request.Count == 0)
        {
            throw new CommandException("There is no patient to trace.");
        }

        var entry = new OperatorAudit(clock).Entry(
            "export dbs", OperatorAudit.Done, practice.OdsCode, details: [new("profile", profile), new("file", $"{request.Name}.csv"), new("patients", $"{request.Count}")]);
        await store.AuditAsync(entry);
        var file = Path.Combine(parsed.GetValue(Folder)!.FullName, $"{request.Name}.csv");
        await WriteAsync(request, file);
        Console.WriteLine($"{Counted.Text(request.Count, "patient")} in {file}");
    }

    /// <summary>The patients that would be served once they are verified.</summary>
    private static IAsyncEnumerable<StoredRecord> Due(CommandStore store, Practice practice, bool isAll, CancellationToken cancellation)
    {
        var now = store.Get<TimeProvider>().GetUtcNow();
        var days = store.Get<PdsOptions>().VerificationDays;
        return store.Get<IRecordList>().ReadAsync(practice.OdsCode, "Patient", cancellation).Where(record =>
            record.Envelope is { Deceased: null, Sensitive: false } envelope && envelope.IsActive(now) && (isAll || envelope.NeedsVerification(now, days)));
    }

    /// <summary>Deletes the file again if it could not be written completely.</summary>
    private static async Task WriteAsync(BatchTraceRequest request, string file)
    {
        await using var stream = OwnerOnly.Create(file);
        try
        {
            await using (var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true))
            {
                await request.WriteAsync(text);
            }

            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            File.Delete(file);
            throw;
        }
    }
}
