namespace GpConnect.Foundations.Audit;

/// <summary>What was read at one position of the trail: a record, an error, or a record with an invalid entry.</summary>
/// <param name="Record">Null when there is no record at the position.</param>
/// <param name="Error">Null when everything at the position is readable.</param>
internal readonly record struct AuditReading(AuditRecord? Record, AuditError? Error);

/// <summary>An unreadable position of the trail.</summary>
/// <param name="Position">The row of the table, or the blob and its lines.</param>
/// <param name="Stream">The stream that the position belongs to; null when unknown.</param>
/// <param name="Lines">Lines without a record: at most this many records are missing here.</param>
/// <param name="Reason">Completes a sentence that begins with the position.</param>
internal sealed record AuditError(string Position, string? Stream, int Lines, string Reason)
{
    public override string ToString() => $"{Position}: {Reason}.";
}
