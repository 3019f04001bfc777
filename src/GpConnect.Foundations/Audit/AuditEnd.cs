namespace GpConnect.Foundations.Audit;

/// <summary>A record at which a stream ended when somebody looked; it may have gone on since.</summary>
internal readonly record struct AuditEnd(string Stream, AuditHead Head);
