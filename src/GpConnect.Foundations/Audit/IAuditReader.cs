namespace GpConnect.Foundations.Audit;

/// <summary>Reads the trail back, for the commands that look at it.</summary>
internal interface IAuditReader
{
    /// <summary>
    /// Every place of the trail; those of one stream in the order in which they stand. Bad content is a fault with its
    /// position, never an exception: nobody may blind the trail by what one record holds.
    /// </summary>
    IAsyncEnumerable<AuditReading> ReadAsync(CancellationToken cancellation);
}
