using System.Runtime.CompilerServices;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>The Patients of a practice, a few at a time: parsed on every core, judged and written in the order of the files.</summary>
internal sealed class PatientImport(
    LocalRecords local,
    RecordWriter writer,
    ImportReport report,
    PatientCompletion completion,
    SharedNumbers numbers,
    SharedPatients shared,
    DateTimeOffset now)
{
    /// <summary>Patients that are parsed by one core and judged together.</summary>
    private const int StepSize = 32;

    /// <summary>Steps on their way to the disk beside the one that is judged: they share flushes, and a Cosmos DB account has to bear them.</summary>
    private const int StepsWritten = 3;

    /// <summary>Steps parsed ahead of the one that is judged.</summary>
    private static readonly int StepsParsed = 2 * Environment.ProcessorCount;

    private readonly Queue<Step> writing = new();

    /// <summary>Merged records whose survivor is not there yet; it may stand further down.</summary>
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

        // A survivor may itself be one that waited, so every record that was written may let others follow.
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

    /// <summary>In the order of the files, on every core.</summary>
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

    /// <summary>Judges records and starts to write those that are sound.</summary>
    private async Task WriteAsync(IReadOnlyCollection<ReadPatient> patients, Pass pass, CancellationToken cancellation)
    {
        var validated = new List<ReadRecord>(patients.Count);
        var sound = new List<IncomingRecord>(patients.Count);
        foreach (var patient in patients)
        {
            if (await ValidateAsync(patient, pass, cancellation) is not { } record)
            {
                waiting.Add(patient);
                continue;
            }

            validated.Add(record);
            if (record.IsSound)
            {
                sound.Add(patient.Incoming!);
            }
        }

        writing.Enqueue(new Step(validated, await writer.StartAsync(sound, cancellation)));
        if (writing.Count > StepsWritten)
        {
            await ReportAsync(writing.Dequeue());
        }
    }

    /// <summary>The record with what the practice's other records have against it; null when it has to wait for another.</summary>
    private async ValueTask<ReadRecord?> ValidateAsync(ReadPatient patient, Pass pass, CancellationToken cancellation)
    {
        var (record, incoming) = (patient.Record, patient.Incoming);
        if (incoming is null || !record.IsSound)
        {
            return record;
        }

        if (pass == Pass.First && !local.IsFirst("Patient", incoming.Key.Id))
        {
            return record.With("the same id was given before");
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

    /// <summary>Waits until the records of a step are on the disk, and only then counts them.</summary>
    private async Task ReportAsync(Step step)
    {
        var results = new Queue<WriteResult>(await step.Writes);
        foreach (var record in step.ValidatedResource)
        {
            report.Take(record, record.IsSound ? results.Dequeue() : default);
        }
    }

    /// <param name="ValidatedResource">Every record of the step that does not wait.</param>
    /// <param name="Writes">What becomes of those that are sound.</param>
    private sealed record Step(List<ReadRecord> ValidatedResource, Task<WriteResult[]> Writes);
}
