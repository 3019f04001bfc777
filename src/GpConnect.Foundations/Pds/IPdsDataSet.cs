namespace GpConnect.Foundations.Pds;

/// <summary>The data set behind the embedded stand-in for PDS, for the commands that fill it.</summary>
internal interface IPdsDataSet
{
    ValueTask<PdsRecord?> FindAsync(string nhsNumber, CancellationToken cancellation);

    /// <summary>Adds or replaces the record of its number.</summary>
    ValueTask SaveAsync(PdsRecord record, CancellationToken cancellation);
}
