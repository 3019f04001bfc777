namespace GpConnect.Functions.Audit;

/// <summary>One finished record of the audit trail, as JSON; the trail adds the sequence number.</summary>
/// <param name="IsOfNobody">Whether it is of a call that was refused before its user was known, so that anybody can cause any number of them.</param>
internal sealed record AuditEntry(byte[] Json, bool IsOfNobody = false);
