using System.Runtime.CompilerServices;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>Imports the Patients of a practice in small steps: parsed on every core, then validated and written in file order.</summary>
internal sealed class PatientImport(
    LocalRecords local,
    RecordWriter writer,
    ImportReport report,
    PatientCompletion completion,
    SharedNumbers numbers,
    SharedPatients shared,
    DateTimeOffset now)
{
    /// <summary>Patients that one core parses and that are validated together.</summary>
    private const int StepSize = 32;

    /// <summary>Steps being written while another is validated: they share flushes, and a Cosmos DB account must cope with them.</summary>
    private const int StepsWritten = 3;

    /// <summary>Steps parsed ahead of the one being validated.</summary>
    private static readonly int StepsParsed = 2 * Environment.ProcessorCount;

    private readonly Queue<Step> writing = new();

    /// <summary>Merged records whose surviving record is not stored yet; it may come later in the files.</summary>
    private List<ReadPatient> waiting = [];

    private enum Pass
    {
        First,
        Again,
        Last,
    }

    public async Task RunAsync(IEnumerable<(string File, SourceRecord Record)> sources, CancellationToken cancellation)
    {
        await foreach (var step in ParseAsync(sources, cancellation))
        {
            await WriteAsync(await shared.SettleAsync(step, cancellation), Pass.First, cancellation);
            report.Advance(step.Sum(patient => (long)patient.Size));
        }

        await WriteAsync(await shared.RestAsync(cancellation), Pass.First, cancellation);
        await FlushAsync();

        // A surviving record may itself have waited, so the rest is tried again as long as a pass gets any record through.
        var before = int.MaxValue;
        while (waiting.Count > 0 && waiting.Count < before)
        {
            before = waiting.Count;
            await WriteAsync(TakeWaiting(), Pass.Again, cancellation);
            await FlushAsync();
        }

        await WriteAsync(TakeWaiting(), Pass.Last, cancellation);
        await FlushAsync();
    }

    /// <summary>Parses on every core and returns the steps in file order.</summary>
    private async IAsyncEnumerable<ReadPatient[]> ParseAsync(
        IEnumerable<(string File, SourceRecord Record)> sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var ahead = new Queue<Task<ReadPatient[]>>();
        foreach (var step in sources.Chunk(StepSize))
        {
            cancellation.ThrowIfCancellationRequested();
            ahead.Enqueue(Task.Run(() => Array.ConvertAll(step, Parse), cancellation));
            if (ahead.Count > StepsParsed)
            {
                yield return await ahead.Dequeue();
            }
        }

        while (ahead.TryDequeue(out var parsed))
        {
            yield return await parsed;
        }
    }

    private ReadPatient Parse((string File, SourceRecord Record) source)
    {
        var record = completion.Complete(ReadRecord.Of(source.File, source.Record, now));
        var incoming = record.Resource is { } resource ? writer.Prepare(resource) : null;
        return new ReadPatient(record with { Resource = null }, incoming, source.Record.Bytes.Length) { SharedNumber = numbers.Of(source.Record) };
    }

    private List<ReadPatient> TakeWaiting()
    {
        var taken = waiting;
        waiting = [];
        return taken;
    }

    /// <summary>Validates records and starts to write the valid ones.</summary>
    private async Task WriteAsync(IReadOnlyCollection<ReadPatient> patients, Pass pass, CancellationToken cancellation)
    {
        var validated = new List<ReadRecord>(patients.Count);
        var valid = new List<IncomingRecord>(patients.Count);
        foreach (var patient in patients)
        {
            if (await ValidateAsync(patient, pass, cancellation) is not { } record)
            {
                waiting.Add(patient);
                continue;
            }

            validated.Add(record);
            if (record.IsValid)
            {
                valid.Add(patient.Incoming!);
            }
        }

        writing.Enqueue(new Step(validated, await writer.StartAsync(valid, cancellation)));
        if (writing.Count > StepsWritten)
        {
            await ReportAsync(writing.Dequeue());
        }
    }

    /// <summary>The record with its errors in relation to the practice's other records; null when it has to wait for one of them.</summary>
    private async ValueTask<ReadRecord?> ValidateAsync(ReadPatient patient, Pass pass, CancellationToken cancellation)
    {
        var (record, incoming) = (patient.Record, patient.Incoming);
        if (incoming is null || !record.IsValid)
        {
            return record;
        }

        if (pass == Pass.First && !local.IsFirst("Patient", incoming.Key.Id))
        {
            return record.With("an earlier record has the same id");
        }

        var dangling = await local.DanglingAsync(incoming.References, cancellation);
        return dangling.Exists(reference => reference.Type == "Patient") && pass != Pass.Last
            ? null
            : record.With([.. dangling.Select(reference => new ImportError($"{reference.Path} refers to no record of the practice"))]);
    }

    private async Task FlushAsync()
    {
        while (writing.TryDequeue(out var step))
        {
            await ReportAsync(step);
        }
    }

    /// <summary>Waits until the records of a step are durable, and only then counts them.</summary>
    private async Task ReportAsync(Step step)
    {
        var results = new Queue<WriteResult>(await step.Writes);
        foreach (var record in step.Validated)
        {
            report.Take(record, record.IsValid ? results.Dequeue() : default);
        }
    }

    /// <param name="Validated">The records of the step that do not have to wait.</param>
    /// <param name="Writes">The outcomes of the valid ones, in the same order.</param>
    private sealed record Step(List<ReadRecord> Validated, Task<WriteResult[]> Writes);
}
