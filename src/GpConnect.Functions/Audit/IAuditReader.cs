namespace GpConnect.Functions.Audit;

/// <summary>Reads the trail back, for the commands that look at it.</summary>
internal interface IAuditReader
{
    /// <summary>Every record; those of one stream in the order in which they stand.</summary>
    IAsyncEnumerable<AuditRecord> ReadAsync(CancellationToken cancellation);
}
