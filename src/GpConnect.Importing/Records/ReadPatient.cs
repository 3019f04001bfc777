namespace GpConnect.Importing.Records;

/// <summary>A Patient on its way from the file to the store.</summary>
/// <param name="Record">Without the parsed resource.</param>
/// <param name="Incoming">What is to be written of it; null when it is rejected.</param>
/// <param name="Size">Bytes that it takes in the file.</param>
internal sealed record ReadPatient(ReadRecord Record, IncomingRecord? Incoming, int Size)
{
    /// <summary>Its NHS number when other Patients of the import have the same; null when none has.</summary>
    public ulong? SharedNumber { get; init; }
}
