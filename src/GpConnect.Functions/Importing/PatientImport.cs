using System.Runtime.CompilerServices;
using Hl7.Fhir.Model;

namespace GpConnect.Functions.Importing;

/// <summary>The Patients of a practice, a few at a time: parsed on every core, judged and written in the order of the files.</summary>
internal sealed class PatientImport(LocalRecords local, RecordWriter writer, ImportReport report, string organizationId)
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
            await WriteAsync(step, Pass.First, cancellation);
            report.Advance(step.Sum(patient => (long)patient.Size));
        }

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
        var record = ReadRecord.Of(source.File, source.Record);
        var fault = record.Fault ?? Complete((Patient)record.Resource!.Resource);
        return new ReadPatient(
            record with { Resource = null, Fault = fault },
            fault is null ? writer.Prepare(record.Resource!) : null,
            source.Record.Bytes.Length);
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
        var judged = new List<(ReadRecord Record, string? Fault)>(patients.Count);
        var sound = new List<IncomingRecord>(patients.Count);
        foreach (var patient in patients)
        {
            var (record, incoming, _) = patient;
            var fault = record.Fault ?? (pass != Pass.First || local.IsFirst("Patient", incoming!.Key.Id) ? null : "the same id was given before");
            if (fault is null && await local.DanglingAsync(incoming!.References, cancellation) is { } dangling)
            {
                if (dangling.Type == "Patient" && pass != Pass.Last)
                {
                    waiting.Add(patient);
                    continue;
                }

                fault = $"{dangling.Path} refers to no record of the practice";
            }

            judged.Add((record, fault));
            if (fault is null)
            {
                sound.Add(incoming!);
            }
        }

        writing.Enqueue(new Step(judged, await writer.StartAsync(sound, cancellation)));
        if (writing.Count > StepsWritten)
        {
            await ReportAsync(writing.Dequeue());
        }
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
        foreach (var (record, fault) in step.Judged)
        {
            report.Take(record, fault is null ? results.Dequeue() : new WriteResult(fault));
        }
    }

    /// <summary>The practice that holds a record manages it: filled in where it was left out.</summary>
    private string? Complete(Patient patient)
    {
        var own = $"Organization/{organizationId}";
        patient.ManagingOrganization ??= new ResourceReference(own);
        return patient.ManagingOrganization.Reference == own ? null : "Patient.managingOrganization is not the practice's own Organization";
    }

    /// <param name="Record">Without the parsed resource.</param>
    /// <param name="Incoming">What is to be written of it; null when it is rejected.</param>
    /// <param name="Size">Bytes that it takes in the file.</param>
    private sealed record ReadPatient(ReadRecord Record, IncomingRecord? Incoming, int Size);

    /// <param name="Judged">Every record of the step that does not wait, and why it is rejected.</param>
    /// <param name="Writes">What becomes of those that are not.</param>
    private sealed record Step(List<(ReadRecord Record, string? Fault)> Judged, Task<WriteResult[]> Writes);
}
