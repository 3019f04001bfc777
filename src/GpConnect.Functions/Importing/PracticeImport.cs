using GpConnect.Functions.Audit;
using GpConnect.Functions.Practices;

namespace GpConnect.Functions.Importing;

/// <summary>The practice.json of an import.</summary>
internal sealed class PracticeImport(IPracticeStore store, OwnOrganizations organizations, ImportReport report, OperatorAudit audit)
{
    public async ValueTask<Practice?> ReadAsync(string file, CancellationToken cancellation)
    {
        var (practice, faults) = PracticeFile.Read(file);
        if (faults.Count == 0 && await SharedAsid.FaultAsync(store, practice!, cancellation) is { } shared)
        {
            faults = [shared];
        }

        if (faults.Count == 0)
        {
            return practice;
        }

        report.Reject(file, faults);
        return null;
    }

    /// <summary>Adds the practice, or updates its ASID and name: its switches belong to the operator once it exists.</summary>
    public async Task SaveAsync(Practice practice, string file, CancellationToken cancellation)
    {
        var held = await store.FindAsync(practice.OdsCode, cancellation);
        if (held is null && practice.GpConnect && await organizations.FindAsync(practice.OdsCode, cancellation) is null)
        {
            report.Reject(file, $"{OwnOrganizations.Missing}; so it is not added and switched on");
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

        await store.SaveAsync(saved, audit.Entry("import practice", saved), cancellation);
        report.Count(ImportOutcome.Written);
    }
}
