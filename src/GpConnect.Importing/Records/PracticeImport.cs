using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Practices;

namespace GpConnect.Importing.Records;

/// <summary>Imports practice.json files.</summary>
internal sealed class PracticeImport(IPracticeStore store, OwnOrganizations organizations, PracticeFiles files, ImportReport report, OperatorAudit audit)
{
    public async ValueTask<Practice?> ReadAsync(string file, CancellationToken cancellation)
    {
        var (practice, errors) = files[file];
        if (errors.Count == 0 && await ErrorAsync(practice!, cancellation) is { } error)
        {
            errors = [error];
        }

        if (errors.Count == 0)
        {
            return practice;
        }

        report.Reject(file, errors);
        return null;
    }

    /// <summary>Adds the practice, or updates its ASID and name. Once it exists, only the operator changes its switches.</summary>
    public async Task SaveAsync(Practice practice, string file, CancellationToken cancellation)
    {
        var held = await store.FindAsync(practice.OdsCode, cancellation);
        if (held is null && practice.GpConnect && await organizations.FindAsync(practice.OdsCode, cancellation) is null)
        {
            report.Reject(file, $"{OwnOrganizations.Missing}; so it cannot be switched on and was not added");
            return;
        }

        // The practice may have been switched on while its records were imported.
        if (PracticeChanges.Error(held, practice) is { } error)
        {
            report.Reject(file, error);
            return;
        }

        var saved = held is null ? practice : held with { Asid = practice.Asid, Name = practice.Name };
        if (held != saved)
        {
            await store.SaveAsync(saved, audit.Entry("import practice", saved), cancellation);
        }

        report.Count(held == saved ? ImportOutcome.Unchanged : ImportOutcome.Written);
        foreach (var line in held is null ? [] : PracticeChanges.Lines(held, practice))
        {
            report.Note(line);
        }
    }

    private async ValueTask<ImportError?> ErrorAsync(Practice practice, CancellationToken cancellation)
    {
        if (files.RivalError(practice) is { } rival)
        {
            return rival;
        }

        if (await SharedAsid.ErrorAsync(store, practice, cancellation) is { } shared)
        {
            return shared;
        }

        return PracticeChanges.Error(await store.FindAsync(practice.OdsCode, cancellation), practice);
    }
}
