namespace GpConnect.Foundations.Audit;

/// <summary>The trail that every call and every administrative change leaves an entry in (transport.md §6).</summary>
internal interface IAuditTrail
{
    /// <summary>Appends an entry; it is durable when the task completes.</summary>
    ValueTask AppendAsync(AuditEntry entry);
}
