namespace GpConnect.Foundations.Audit;

/// <summary>The last record of a stream when it was read; the stream may have grown since.</summary>
internal readonly record struct AuditEnd(string Stream, AuditHead Head);
