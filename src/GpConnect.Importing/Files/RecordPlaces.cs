using GpConnect.Fhir;

namespace GpConnect.Importing.Files;

/// <summary>
/// The positions of the elements of a record in its file. They are found by reading a rejected record again, so that a valid record
/// costs nothing extra.
/// </summary>
internal sealed class RecordPlaces
{
    private readonly Place? resource;
    private readonly Func<int, FilePosition> position;

    /// <param name="resource">The root element; null when the record breaks off before it.</param>
    /// <param name="position">Gives the position for a <see cref="Place.Mark"/>.</param>
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

    /// <param name="path">Null when the error is about the whole record.</param>
    public FilePosition Find(string? path) => Break
        ?? position(path is null ? resource!.Mark : ElementPath.Follow(resource!, path).Mark);
}
