using GpConnect.Foundations.Resources;

namespace GpConnect.Importing.Records;

/// <summary>
/// Imports the Organizations, Locations and Practitioners of a practice. They are few and refer to each other in circles, so all of
/// them are validated before any is written.
/// </summary>
internal sealed class StructureImport(LocalRecords local, RecordWriter writer, ImportReport report)
{
    /// <returns>The valid records.</returns>
    public async Task<IReadOnlyList<ReadRecord>> RunAsync(IEnumerable<ReadRecord> records, CancellationToken cancellation)
    {
        var sound = new List<ReadRecord>();
        foreach (var record in records)
        {
            Sort(record.IsValid ? record.With(await ErrorsAsync(record.Resource!, sound, cancellation)) : record, sound);
        }

        var stable = await StableAsync(sound, cancellation);
        await WriteAsync(stable, cancellation);
        return stable;
    }

    private async ValueTask<IReadOnlyList<ImportError>> ErrorsAsync(ServedResource resource, List<ReadRecord> sound, CancellationToken cancellation)
    {
        if (!local.IsFirst(resource.Type, resource.Id))
        {
            return ["an earlier record has the same id"];
        }

        return await SharedCodeAsync(resource, sound, cancellation) is { } shared ? [shared] : [];
    }

    /// <summary>Rejects records with dangling references, then records that refer to those, until every reference resolves.</summary>
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
                Sort(record.With([.. dangling.Select(reference => new ImportError($"{reference.Path} refers to no record of the practice"))]), sound);
            }

            if (sound.Count == candidates.Count)
            {
                return sound;
            }

            candidates = sound;
        }
    }

    /// <summary>Rejects a second Organization with an ODS code: it would be unclear which one manages the practice's patients.</summary>
    private async ValueTask<string?> SharedCodeAsync(ServedResource resource, List<ReadRecord> sound, CancellationToken cancellation)
    {
        if (resource.Type != "Organization")
        {
            return null;
        }

        var code = resource.Identifiers[0];
        if (code.Value != local.Practice && (await local.OrganizationsAsync(local.Practice, cancellation)).Contains(resource.Id))
        {
            return "it is the practice's own Organization, whose ODS code cannot change";
        }

        var isTaken = sound.Exists(other => other.Resource!.Type == "Organization" && other.Resource.Identifiers[0] == code)
            || (await local.OrganizationsAsync(code.Value, cancellation)).Any(id => id != resource.Id);
        return isTaken ? "another Organization has the same ODS code" : null;
    }

    private void Sort(ReadRecord record, List<ReadRecord> sound)
    {
        if (record.IsValid)
        {
            sound.Add(record);
            return;
        }

        report.Take(record, default);
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
