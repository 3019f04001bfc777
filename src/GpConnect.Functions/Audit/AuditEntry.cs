namespace GpConnect.Functions.Audit;

/// <summary>One finished record of the audit trail, as JSON; the trail adds the sequence number.</summary>
internal sealed record AuditEntry(byte[] Json);
