namespace GpConnect.Foundations.Audit;

/// <summary>Reads the trail, for the commands that show or verify it.</summary>
internal interface IAuditReader
{
    /// <summary>
    /// Every position of the trail; those of one stream in stored order. Invalid content is an error with its position, never an
    /// exception: the content of one record must not make the rest of the trail unreadable.
    /// </summary>
    IAsyncEnumerable<AuditReading> ReadAsync(CancellationToken cancellation);
}
