using GpConnect.Foundations.Audit;

namespace GpConnect.Foundations.Practices;

/// <summary>Stores the practices and their switches.</summary>
internal interface IPracticeStore
{
    ValueTask<Practice?> FindAsync(string odsCode, CancellationToken cancellation);

    ValueTask<IReadOnlyList<Practice>> ListAsync(CancellationToken cancellation);

    /// <summary>Adds or replaces a practice together with the audit entry of the change.</summary>
    ValueTask SaveAsync(Practice practice, AuditEntry audit, CancellationToken cancellation);
}
