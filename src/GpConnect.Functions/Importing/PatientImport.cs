using Hl7.Fhir.Model;

namespace GpConnect.Functions.Importing;

/// <summary>The Patients of a practice, a batch at a time: parsed on every core, written in the order of the files.</summary>
internal sealed class PatientImport(LocalRecords local, RecordWriter writer, ImportReport report, string organizationId)
{
    /// <summary>Changes in flight, of which many share a flush.</summary>
    private const int Batch = 128;

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
        // One batch is parsed while the one before it is flushed to the disk.
        List<ReadPatient> parsed = [];
        foreach (var batch in sources.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            var next = Task.Run(() => Parse(batch), cancellation);
            await WriteAsync(parsed, Pass.First, cancellation);
            parsed = await next;
            report.Advance(batch.Sum(source => (long)source.Record.Bytes.Length));
        }

        await WriteAsync(parsed, Pass.First, cancellation);

        // A survivor may itself be one that waited, so every record that was written may let others follow.
        var before = int.MaxValue;
        while (waiting.Count > 0 && waiting.Count < before)
        {
            before = waiting.Count;
            await WriteAsync(TakeWaiting(), Pass.Again, cancellation);
        }

        await WriteAsync(TakeWaiting(), Pass.Last, cancellation);
    }

    private List<ReadPatient> Parse((string File, SourceRecord Record)[] batch)
    {
        var patients = new ReadPatient[batch.Length];
        Parallel.For(0, batch.Length, index => patients[index] = Parse(ReadRecord.Of(batch[index].File, batch[index].Record)));
        return [.. patients];
    }

    private ReadPatient Parse(ReadRecord record)
    {
        var fault = record.Fault ?? Complete((Patient)record.Resource!.Resource);
        return new ReadPatient(
            record with { Resource = null, Fault = fault },
            fault is null ? writer.Prepare(record.Resource!) : null);
    }

    private List<ReadPatient> TakeWaiting()
    {
        var taken = waiting;
        waiting = [];
        return taken;
    }

    private async Task WriteAsync(List<ReadPatient> patients, Pass pass, CancellationToken cancellation)
    {
        var judged = new List<(ReadRecord Record, string? Fault)>(patients.Count);
        var sound = new List<IncomingRecord>(patients.Count);
        foreach (var patient in patients)
        {
            var (record, incoming) = patient;
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

        var results = new Queue<WriteResult>(await writer.WriteAsync(sound, cancellation));
        foreach (var (record, fault) in judged)
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
    private sealed record ReadPatient(ReadRecord Record, IncomingRecord? Incoming);
}
