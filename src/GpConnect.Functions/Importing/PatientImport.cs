using GpConnect.Functions.Resources;
using Hl7.Fhir.Model;

namespace GpConnect.Functions.Importing;

/// <summary>The Patients of a practice, a batch at a time: parsed on every core, written in the order of the files.</summary>
internal sealed class PatientImport(LocalRecords local, RecordWriter writer, ImportReport report, string organizationId)
{
    /// <summary>Changes in flight, of which many share a flush. Parsed Patients are large, so not many more.</summary>
    private const int Batch = 128;

    /// <summary>Merged records whose survivor is not there yet; it may stand further down.</summary>
    private List<ReadRecord> waiting = [];

    private enum Pass
    {
        First,
        Again,
        Last,
    }

    public async Task RunAsync(IEnumerable<(string File, SourceRecord Record)> sources, CancellationToken cancellation)
    {
        // One batch is parsed while the one before it is flushed to the disk.
        List<ReadRecord> parsed = [];
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

    private static List<ReadRecord> Parse((string File, SourceRecord Record)[] batch)
    {
        var records = new ReadRecord[batch.Length];
        Parallel.For(0, batch.Length, index => records[index] = ReadRecord.Of(batch[index].File, batch[index].Record));
        return [.. records];
    }

    private List<ReadRecord> TakeWaiting()
    {
        var taken = waiting;
        waiting = [];
        return taken;
    }

    private async Task WriteAsync(List<ReadRecord> records, Pass pass, CancellationToken cancellation)
    {
        var writes = new List<(ReadRecord Record, Task<WriteResult> Result)>(records.Count);
        foreach (var record in records)
        {
            var fault = record.Fault ?? (pass == Pass.First ? Prepare(record.Resource!) : null);
            if (fault is null && await local.DanglingAsync(record.Resource!.References, cancellation) is { } dangling)
            {
                if (dangling.Type == "Patient" && pass != Pass.Last)
                {
                    waiting.Add(record);
                    continue;
                }

                fault = $"{dangling.Path} refers to no record of the practice";
            }

            writes.Add((record, fault is null ? writer.WriteAsync(record.Resource!, cancellation) : Task.FromResult(new WriteResult(fault))));
        }

        foreach (var (record, result) in writes)
        {
            report.Take(record, await result);
        }
    }

    /// <summary>The practice that holds a record manages it: filled in where it was left out.</summary>
    private string? Prepare(ServedResource resource)
    {
        if (!local.IsFirst(resource))
        {
            return "the same id was given before";
        }

        var own = $"Organization/{organizationId}";
        var patient = (Patient)resource.Resource;
        patient.ManagingOrganization ??= new ResourceReference(own);
        return patient.ManagingOrganization.Reference == own ? null : "Patient.managingOrganization is not the practice's own Organization";
    }
}
