namespace GpConnect.Foundations.Pds;

/// <summary>The data set behind the embedded stand-in for PDS, for the commands that fill it.</summary>
internal interface IPdsDataSet
{
    ValueTask<PdsRecord?> FindAsync(string nhsNumber, CancellationToken cancellation);

    /// <summary>Adds the record, or replaces the one with the same NHS number.</summary>
    ValueTask SaveAsync(PdsRecord record, CancellationToken cancellation);
}
