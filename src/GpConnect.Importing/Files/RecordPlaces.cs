using GpConnect.Fhir;

namespace GpConnect.Importing.Files;

/// <summary>
/// Where the elements of a record stand in its file. Found by reading the record again once it is rejected, so that a sound one
/// does not pay for it.
/// </summary>
internal sealed class RecordPlaces
{
    private readonly Place? resource;
    private readonly Func<int, FilePosition> position;

    /// <param name="resource">Null when the record breaks off.</param>
    /// <param name="position">Where a mark stands.</param>
    public RecordPlaces(Place? resource, Func<int, FilePosition> position)
    {
        this.resource = resource;
        this.position = position;
    }

    /// <summary>Where the record is not well-formed; null when it is.</summary>
    public FilePosition? Break { get; init; }

    public static RecordPlaces Of(SourceRecord record)
    {
        var start = record.Start ?? FilePosition.Start;
        return record switch
        {
            { Bytes.Length: 0 or > Utf8Lines.LongestLine } => new RecordPlaces(new Place("", 0), _ => start),
            { Format: FhirFormat.Json } => JsonPlaces.Read(record.Bytes, start),
            _ => XmlPlaces.Read(record.Bytes, start, record.Elements),
        };
    }

    /// <param name="path">Null when the fault is about the whole record.</param>
    public FilePosition Find(string? path) => Break
        ?? position(path is null ? resource!.Mark : ElementPath.Follow(resource!, path).Mark);
}
