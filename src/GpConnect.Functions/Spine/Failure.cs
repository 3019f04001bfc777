namespace GpConnect.Functions.Spine;

/// <summary>An error on its way to the caller. Diagnostics are shown to the caller and kept in the audit trail.</summary>
internal sealed record Failure(SpineError Error, string Diagnostics);
