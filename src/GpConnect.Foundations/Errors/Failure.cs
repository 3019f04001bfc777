namespace GpConnect.Foundations.Errors;

/// <summary>An error on its way to the caller. Diagnostics are shown to the caller and kept in the audit trail.</summary>
/// <param name="Reason">What the audit trail holds besides and the caller does not see; without patient data.</param>
internal sealed record Failure(SpineError Error, string Diagnostics, string? Reason = null);
