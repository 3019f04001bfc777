namespace GpConnect.Importing.Records;

/// <summary>A Patient on its way from the file to the store.</summary>
/// <param name="Record">The record without the parsed resource.</param>
/// <param name="Incoming">What is to be written; null when the record is rejected.</param>
/// <param name="Size">Size in the file, in bytes.</param>
internal sealed record ReadPatient(ReadRecord Record, IncomingRecord? Incoming, int Size)
{
    /// <summary>Its NHS number if other Patients of the import have the same one; otherwise null.</summary>
    public ulong? SharedNumber { get; init; }
}
