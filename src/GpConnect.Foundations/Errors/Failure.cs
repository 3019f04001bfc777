namespace GpConnect.Foundations.Errors;

/// <summary>An error to be returned to the caller, with diagnostics that the caller sees and the audit trail records.</summary>
/// <param name="Reason">Recorded in the audit trail, but not shown to the caller; without patient data.</param>
internal sealed record Failure(SpineError Error, string Diagnostics, string? Reason = null);
