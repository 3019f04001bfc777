namespace GpConnect.Foundations.Records;

/// <summary>Lists the records of a practice, for commands; no consumer's request does.</summary>
internal interface IRecordList
{
    /// <summary>Every record of a type; a record that is written at the same time may be missed.</summary>
    IAsyncEnumerable<StoredRecord> ReadAsync(string practice, string resourceType, CancellationToken cancellation);
}
