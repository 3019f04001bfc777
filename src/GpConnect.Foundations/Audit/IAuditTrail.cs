namespace GpConnect.Foundations.Audit;

/// <summary>The trail, which gets an entry for every request and every administrative change (transport.md §6).</summary>
internal interface IAuditTrail
{
    /// <summary>Appends an entry; it is durable when the task completes.</summary>
    ValueTask AppendAsync(AuditEntry entry);
}
