using GpConnect.Functions.Resources;

namespace GpConnect.Functions.Importing;

/// <summary>
/// The Organizations, Locations and Practitioners of a practice. They are few and refer to each other in circles,
/// so they are judged together before any is written.
/// </summary>
internal sealed class StructureImport(LocalRecords local, RecordWriter writer, ImportReport report)
{
    public async Task RunAsync(IEnumerable<ReadRecord> records, CancellationToken cancellation)
    {
        var sound = new List<ReadRecord>();
        foreach (var record in records)
        {
            var fault = record.Fault ?? (local.IsFirst(record.Resource!.Type, record.Resource.Id) ? null : "the same id was given before")
                ?? await SharedCodeAsync(record.Resource!, sound, cancellation);
            Sort(record, fault, sound);
        }

        await WriteAsync(await StableAsync(sound, cancellation), cancellation);
    }

    /// <summary>Rejects what refers to nothing, then what referred to that, until nothing more falls.</summary>
    private async Task<List<ReadRecord>> StableAsync(List<ReadRecord> candidates, CancellationToken cancellation)
    {
        while (true)
        {
            var present = candidates.Select(record => (record.Resource!.Type, record.Resource.Id)).ToHashSet();
            var sound = new List<ReadRecord>();
            foreach (var record in candidates)
            {
                var outside = record.Resource!.References.Where(reference => !present.Contains((reference.Type, reference.Id)));
                var dangling = await local.DanglingAsync(outside, cancellation);
                Sort(record, dangling is { } reference ? $"{reference.Path} refers to no record of the practice" : null, sound);
            }

            if (sound.Count == candidates.Count)
            {
                return sound;
            }

            candidates = sound;
        }
    }

    /// <summary>One Organization an ODS code: which of two would manage the practice's patients?</summary>
    private async ValueTask<string?> SharedCodeAsync(ServedResource resource, List<ReadRecord> sound, CancellationToken cancellation)
    {
        if (resource.Type != "Organization")
        {
            return null;
        }

        var code = resource.Identifiers[0];
        var isTaken = sound.Exists(other => other.Resource!.Type == "Organization" && other.Resource.Identifiers[0] == code)
            || (await local.OrganizationsAsync(code.Value, cancellation)).Any(id => id != resource.Id);
        return isTaken ? "another Organization has the same ODS code" : null;
    }

    private void Sort(ReadRecord record, string? fault, List<ReadRecord> sound)
    {
        if (fault is null)
        {
            sound.Add(record);
            return;
        }

        report.Reject(record.File, record.Position, record.Name, fault);
    }

    private async Task WriteAsync(List<ReadRecord> records, CancellationToken cancellation)
    {
        var writes = await writer.StartAsync(records.ConvertAll(record => writer.Prepare(record.Resource!)), cancellation);
        foreach (var (record, result) in records.Zip(await writes))
        {
            report.Take(record, result);
        }
    }
}
