using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>
/// Imports a file or folder: loads the valid records and reports the others. Importing the same content again changes nothing.
/// </summary>
internal sealed class Importer(ImportTarget target, IRecordList list, IdentifierHashes tokens, TimeProvider clock)
{
    private readonly OperatorAudit audit = new(clock);
    private readonly OwnOrganizations organizations = new(target.Records, tokens);

    /// <param name="practice">ODS code of the practice that files without a practice.json belong to.</param>
    /// <returns>Why nothing was imported; null when the import ran.</returns>
    public async Task<string?> RunAsync(string path, string? practice, ImportReport report, CancellationToken cancellation)
    {
        var source = ImportSource.Find(path);
        report.Skip(source.Skipped, "not a kind of file that import reads");
        if (source.IsEmpty)
        {
            return source.IsFolder ? $"the folder holds no file that import reads: {DataFile.Kinds}" : $"import reads {DataFile.Kinds}";
        }

        var practiceFiles = new PracticeFiles(source.PracticeFiles);
        if (practice is not null && practiceFiles.NamingOtherThan(practice) is { } other)
        {
            return $"{Redacted.Id(other)} names a different practice from --practice";
        }

        var what = Redacted.Id(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))));
        await target.Audit.AppendAsync(audit.Entry(RecordWriter.Activity, OperatorAudit.Started, practice, details: [new("files", what)]));
        var details = new List<KeyValuePair<string, string>> { new("files", what) };
        var outcome = OperatorAudit.Failed;
        try
        {
            await RunAsync(source, practiceFiles, practice, report, details, cancellation);
            outcome = OperatorAudit.Done;
            return null;
        }
        finally
        {
            await target.Audit.AppendAsync(audit.Entry(RecordWriter.Activity, outcome, practice, details: details));
        }
    }

    private async Task RunAsync(
        ImportSource source,
        PracticeFiles practiceFiles,
        string? practice,
        ImportReport report,
        List<KeyValuePair<string, string>> details,
        CancellationToken cancellation)
    {
        var start = report.Counts();
        foreach (var file in source.Pds)
        {
            await new PdsFile(target.Pds, report).RunAsync(file, cancellation);
        }

        AddCounts(details, "PDS", report.Counts() - start);
        var practices = new PracticeImport(target.Practices, organizations, practiceFiles, report, audit);
        foreach (var group in source.Groups)
        {
            var before = report.Counts();
            var named = group.PracticeFile is null ? null : await practices.ReadAsync(group.PracticeFile, cancellation);
            var odsCode = group.PracticeFile is null ? practice : named?.OdsCode;
            await GroupAsync(group, odsCode, source.IsFolder, report, cancellation);
            if (named is not null)
            {
                // Last, so that a new practice goes live with all its records.
                await practices.SaveAsync(named, group.PracticeFile!, cancellation);
            }

            AddCounts(details, odsCode ?? "without practice", report.Counts() - before);
        }
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
        var numbers = new SharedNumbers();
        var others = Others(group, isFolder, numbers, report).Select(source => ReadRecord.Of(source.File, source.Record, now));
        var kept = await new StructureImport(local, writer, report).RunAsync(others, cancellation);

        var patients = Records(group, isFolder).Where(source => source.Record.Type == "Patient");
        if (await organizations.FindAsync(odsCode, cancellation) is { } organizationId)
        {
            var locations = kept.Where(record => record.Resource!.Type == "Location").Select(record => record.Resource!.Id);
            var completion = new PatientCompletion(organizationId, await local.MainSurgeryAsync(organizationId, locations, cancellation));
            var disputed = new DisputedNumber(target.Records, odsCode, clock);
            await new PatientImport(local, writer, report, completion, numbers, new SharedPatients(numbers, disputed, now), now).RunAsync(patients, cancellation);
            return;
        }

        foreach (var (file, record) in patients)
        {
            report.Reject(new RecordErrors(file, record, "Patient", [OwnOrganizations.Missing]));
        }
    }

    private static void Refuse(FhirGroup group, bool isFolder, ImportReport report)
    {
        foreach (var file in Records(group, isFolder).Select(source => source.File).Distinct())
        {
            report.Reject(file, "belongs to no practice: there is no valid practice.json beside or above it; name one with --practice");
        }
    }

    /// <summary>All records except the Patients, whose NHS numbers are counted in passing.</summary>
    private static IEnumerable<(string File, SourceRecord Record)> Others(FhirGroup group, bool isFolder, SharedNumbers numbers, ImportReport report)
    {
        foreach (var source in Records(group, isFolder, report))
        {
            if (source.Record.Type != "Patient")
            {
                yield return source;
                continue;
            }

            numbers.Add(source.Record);
        }
    }

    /// <summary>The records of a group. Parameters in a folder are skipped: they are request bodies kept beside the data.</summary>
    /// <param name="report">Receives the skipped files; null when they were reported already.</param>
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
