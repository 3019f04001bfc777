using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Records;
using GpConnect.Importing.Records;

namespace GpConnect.Importing.BatchTrace;

/// <summary>
/// Imports the response to a batch trace (spine-clients.md §3.3). The whole file is checked before anything is changed. The file is
/// recorded as imported last, so an import that broke off can be run again; it leaves the records alone that it has already changed.
/// </summary>
internal sealed class BatchTraceImport(ImportTarget target, IRecordList list, IdentifierHashes tokens, TimeProvider clock)
{
    public const string Activity = "import dbs";

    /// <summary>Type of the identifier entries that record an imported file; they lead to no record.</summary>
    private const string Imported = "BatchTrace";

    /// <summary>Concurrent changes: as many as share one flush of the embedded store.</summary>
    private const int Batch = 256;

    private readonly OperatorAudit audit = new(clock);

    /// <returns>Why the file is refused; null when it was imported.</returns>
    public async Task<string?> RunAsync(BatchTraceSource source, string practice, BatchTraceReport report, CancellationToken cancellation)
    {
        var mark = await target.Records.FindAsync(practice, Imported, tokens.Of(practice, Imported, "sha-256", source.Hash), cancellation);
        if (mark.Tag is not null)
        {
            return "it was imported before";
        }

        var (content, error) = BatchTraceFile.Read(source);
        if (error is not null)
        {
            return error;
        }

        if (References(content, practice) is not { } references
            || await PatientsAsync(content, references, practice, cancellation) is not { Ids.Count: > 0 } patients)
        {
            return $"it answers no request that was made here for {practice}";
        }

        if (clock.GetUtcNow() - references.Requested > TimeSpan.FromDays(source.MaximumDays))
        {
            return $"it answers a request that is more than {source.MaximumDays} days old";
        }

        var response = new BatchTraceResponse(source, practice, content, patients, references.Requested);
        return (source.AllowsImplausible ? null : patients.Implausibility) ?? await ApplyAsync(response, mark, report, cancellation);
    }

    /// <summary>
    /// The references of the request that the file answers; null when no row has one. A file answers one request, so references with
    /// another time are unknown.
    /// </summary>
    private BatchTraceReferences? References(BatchTraceContent content, string practice) => content.Rows
        .Select(row => BatchTraceReferences.TimeOf(row.Reference))
        .OfType<DateTimeOffset>()
        .GroupBy(time => time)
        .MaxBy(group => group.Count()) is { Key: var requested }
            ? new BatchTraceReferences(tokens, practice, requested)
            : null;

    private Task<BatchTracePatients> PatientsAsync(BatchTraceContent content, BatchTraceReferences references, string practice, CancellationToken cancellation) =>
        BatchTracePatients.ReadAsync(list.ReadAsync(practice, "Patient", cancellation), content, references, clock.GetUtcNow(), cancellation);

    private async Task<string?> ApplyAsync(BatchTraceResponse response, IdentifierEntry mark, BatchTraceReport report, CancellationToken cancellation)
    {
        var (practice, source) = (response.Practice, response.Source);
        KeyValuePair<string, string>[] details = [new("file", source.Name), new("sha256", source.Hash), new("profile", source.Profile)];
        await target.Audit.AppendAsync(audit.Entry(Activity, OperatorAudit.Started, practice, details: details));
        var isDone = false;
        try
        {
            await WriteAsync(response, report, cancellation);
            report.StayHidden(response.Patients.Hidden);
            var done = audit.Entry(Activity, OperatorAudit.Done, practice, details: [.. details, new("counts", report.ToString())]);
            isDone = await target.Records.CommitAsync(new StoreChange(practice, [], [mark], done), cancellation) == CommitResult.Committed;
        }
        finally
        {
            if (!isDone)
            {
                await target.Audit.AppendAsync(audit.Entry(Activity, OperatorAudit.Failed, practice, details: [.. details, new("counts", report.ToString())]));
            }
        }

        return isDone ? null : "another import of it finished first";
    }

    private async Task WriteAsync(BatchTraceResponse response, BatchTraceReport report, CancellationToken cancellation)
    {
        var writer = new BatchTraceWriter(target.Records, response.Practice, response.Source.Profile, response.Source.Hash, response.Requested, clock);
        foreach (var misfit in response.Content.Misfits)
        {
            report.Take(Label(response, misfit), new BatchTraceOutcome(misfit.Reason));
        }

        foreach (var batch in response.Content.Rows.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (label, outcome, isChanged) in await Task.WhenAll(batch.Select(row => WriteAsync(response, row, writer, cancellation))))
            {
                report.Take(label, outcome, isChanged);
            }
        }
    }

    private static async Task<(string Label, BatchTraceOutcome Outcome, bool IsChanged)> WriteAsync(
        BatchTraceResponse response, BatchTraceRow row, BatchTraceWriter writer, CancellationToken cancellation)
    {
        if (!response.Patients.Ids.TryGetValue(row.Reference, out var id))
        {
            // The reference is not shown: it may be anything, even an NHS number.
            return ($"line {row.Line}", new BatchTraceOutcome("the reference is unknown"), false);
        }

        var label = $"{row.Reference} Patient/{Redacted.Id(id)}";
        if (response.Content.Repeated.Contains(row.Reference))
        {
            return (label, new BatchTraceOutcome("the reference occurs more than once"), false);
        }

        var (outcome, isChanged) = await writer.WriteAsync(row, id, cancellation);
        return (label, outcome, isChanged);
    }

    /// <summary>Names a row by its lines. Its reference is shown only if it is ours: it may be anything, even an NHS number.</summary>
    private static string Label(BatchTraceResponse response, BatchTraceMisfit misfit) =>
        misfit.Reference is { } reference && response.Patients.Ids.TryGetValue(reference, out var id)
            ? $"{misfit.Lines}, {reference} Patient/{Redacted.Id(id)}"
            : misfit.Lines;
}
