using GpConnect.Functions.Audit;
using GpConnect.Functions.Practices;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Importing;

/// <summary>
/// Imports whatever lies in a file or folder: loads what is good and reports what is not. Running it again changes nothing
/// that it has already brought.
/// </summary>
internal sealed class Importer(ImportTarget target, IRecordList list, IdentifierTokens tokens, TimeProvider clock)
{
    private readonly OperatorAudit audit = new(clock);
    private readonly OwnOrganizations organizations = new(target.Records, tokens);

    /// <param name="practice">ODS code of the practice that files without a practice.json belong to.</param>
    /// <returns>Why nothing was imported; null when the import was made.</returns>
    public async Task<string?> RunAsync(string path, string? practice, ImportReport report, CancellationToken cancellation)
    {
        var source = ImportSource.Find(path);
        report.Skip(source.Skipped, "not a kind of file that import reads");
        if (source.IsEmpty)
        {
            return source.IsFolder ? $"the folder holds no file that import reads: {DataFile.Kinds}" : $"import reads {DataFile.Kinds}";
        }

        if (practice is not null && OtherPractice(source, practice) is { } other)
        {
            return $"{Spine.Echo.Id(other)} names another practice than --practice";
        }

        var what = Spine.Echo.Id(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))));
        await target.Audit.AppendAsync(audit.Entry(RecordWriter.Activity, OperatorAudit.Started, practice, details: [new("files", what)]));
        var details = new List<KeyValuePair<string, string>> { new("files", what) };
        var outcome = OperatorAudit.Failed;
        try
        {
            await RunAsync(source, practice, report, details, cancellation);
            outcome = OperatorAudit.Done;
            return null;
        }
        finally
        {
            await target.Audit.AppendAsync(audit.Entry(RecordWriter.Activity, outcome, practice, details: details));
        }
    }

    private static string? OtherPractice(ImportSource source, string practice) => source.Groups
        .Select(group => group.PracticeFile)
        .OfType<string>()
        .FirstOrDefault(file => PracticeFile.Read(file).Practice is { } named && named.OdsCode != practice);

    private async Task RunAsync(
        ImportSource source, string? practice, ImportReport report, List<KeyValuePair<string, string>> details, CancellationToken cancellation)
    {
        var start = report.Counts();
        foreach (var file in source.Pds)
        {
            await new PdsFile(target.Pds, report).RunAsync(file, cancellation);
        }

        AddCounts(details, "PDS", report.Counts() - start);
        foreach (var group in source.Groups)
        {
            var before = report.Counts();
            var named = group.PracticeFile is null ? null : ReadPractice(group.PracticeFile, report);
            var odsCode = group.PracticeFile is null ? practice : named?.OdsCode;
            await GroupAsync(group, odsCode, source.IsFolder, report, cancellation);
            if (named is not null)
            {
                // Last, so that a new practice opens with all its records.
                await SaveAsync(named, group.PracticeFile!, report, cancellation);
            }

            AddCounts(details, odsCode ?? "without practice", report.Counts() - before);
        }
    }

    private static Practice? ReadPractice(string file, ImportReport report)
    {
        var (practice, fault) = PracticeFile.Read(file);
        if (fault is null && practice is not null)
        {
            return practice;
        }

        report.Reject(file, "", "", fault ?? "not a practice");
        return null;
    }

    /// <summary>Adds the practice, or updates its ASID and name: its switches belong to the operator once it exists.</summary>
    private async Task SaveAsync(Practice practice, string file, ImportReport report, CancellationToken cancellation)
    {
        var held = await target.Practices.FindAsync(practice.OdsCode, cancellation);
        if (held is null && practice.GpConnect && await organizations.FindAsync(practice.OdsCode, cancellation) is null)
        {
            report.Reject(file, "", "", $"{OwnOrganizations.Missing}; so it is not added and switched on");
            return;
        }

        if (held is not null && held.GpConnect != practice.GpConnect)
        {
            report.Note($"{practice.OdsCode}: GP Connect stays {(held.GpConnect ? "on" : "off")}; switch it with 'practice'");
        }

        var saved = held is null ? practice : held with { Asid = practice.Asid, Name = practice.Name };
        if (held == saved)
        {
            report.Count(ImportOutcome.Unchanged);
            return;
        }

        await target.Practices.SaveAsync(saved, audit.Entry("import practice", saved), cancellation);
        report.Count(ImportOutcome.Written);
    }

    private async Task GroupAsync(FhirGroup group, string? odsCode, bool isFolder, ImportReport report, CancellationToken cancellation)
    {
        if (odsCode is null)
        {
            Refuse(group, isFolder, report);
            return;
        }

        var now = clock.GetUtcNow();
        var local = new LocalRecords(target.Records, list, tokens, odsCode);
        var writer = new RecordWriter(target.Records, tokens, odsCode, clock);
        var others = Records(group, isFolder, report).Where(source => source.Record.Type != "Patient").Select(source => ReadRecord.Of(source.File, source.Record, now));
        var kept = await new StructureImport(local, writer, report).RunAsync(others, cancellation);

        var patients = Records(group, isFolder).Where(source => source.Record.Type == "Patient");
        if (await organizations.FindAsync(odsCode, cancellation) is { } organizationId)
        {
            var locations = kept.Where(record => record.Resource!.Type == "Location").Select(record => record.Resource!.Id);
            var completion = new PatientCompletion(organizationId, await local.MainSurgeryAsync(organizationId, locations, cancellation));
            await new PatientImport(local, writer, report, completion, now).RunAsync(patients, cancellation);
            return;
        }

        foreach (var (file, record) in patients)
        {
            report.Reject(file, record.Position, "Patient", OwnOrganizations.Missing);
        }
    }

    private static void Refuse(FhirGroup group, bool isFolder, ImportReport report)
    {
        foreach (var file in Records(group, isFolder).Select(source => source.File).Distinct())
        {
            report.Reject(file, "", "", "belongs to no practice: there is no valid practice.json beside or above it; name one with --practice");
        }
    }

    /// <summary>Parameters in a folder are bodies of requests that somebody keeps beside the data.</summary>
    /// <param name="report">Takes what is passed over; null when it was told already.</param>
    private static IEnumerable<(string File, SourceRecord Record)> Records(FhirGroup group, bool isFolder, ImportReport? report = null)
    {
        foreach (var file in group.Files)
        {
            foreach (var record in FhirFile.Read(file))
            {
                if (isFolder && record.Type == "Parameters")
                {
                    report?.Skip([file], "Parameters, the body of a request");
                    continue;
                }

                yield return (file, record);
            }
        }
    }

    private static void AddCounts(List<KeyValuePair<string, string>> details, string what, ImportCounts counts)
    {
        if (counts.Read > 0)
        {
            details.Add(new(what, counts.ToString()));
        }
    }
}
