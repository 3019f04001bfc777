namespace GpConnect.Foundations.Audit;

/// <summary>What stands at one place of the trail: a record, a fault, or a record whose entry has a fault.</summary>
/// <param name="Record">Null where the place holds no record at all.</param>
/// <param name="Error">Null where everything can be read.</param>
internal readonly record struct AuditReading(AuditRecord? Record, AuditError? Error);

/// <summary>A place of the trail that cannot be read.</summary>
/// <param name="Position">The row of the table, or the blob and its lines.</param>
/// <param name="Stream">The stream that the place belongs to; null when that is not known.</param>
/// <param name="Lines">Lines without a record: at most so many records are missing here.</param>
/// <param name="Reason">Completes a sentence that begins with the position.</param>
internal sealed record AuditError(string Position, string? Stream, int Lines, string Reason)
{
    public override string ToString() => $"{Position}: {Reason}.";
}
