namespace GpConnect.Foundations.Records;

/// <summary>Goes through the records of a practice, for commands: no call of a consumer does.</summary>
internal interface IRecordList
{
    /// <summary>Every record of a type; one that is written meanwhile may be missed.</summary>
    IAsyncEnumerable<StoredRecord> ReadAsync(string practice, string resourceType, CancellationToken cancellation);
}
