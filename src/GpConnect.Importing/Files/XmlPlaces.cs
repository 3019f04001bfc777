using System.Xml;

namespace GpConnect.Importing.Files;

/// <summary>Finds the positions of the elements of an XML record.</summary>
internal static class XmlPlaces
{
    /// <param name="start">Where the record begins in its file.</param>
    /// <param name="elements">The positions of its elements in the file, when the record is a copy; otherwise null.</param>
    public static RecordPlaces Read(ReadOnlyMemory<byte> record, FilePosition start, IReadOnlyList<FilePosition>? elements)
    {
        var root = new Place("", 0);
        var positions = new List<FilePosition>();
        FilePosition? end = InvalidUtf8.Find(record.Span) is { } offset ? start.After(record.Span[..offset]) : null;
        try
        {
            Walk(record, root, positions);
        }
        catch (XmlException exception)
        {
            end ??= FilePosition.Of(exception);
        }

        return new RecordPlaces(root.Children.FirstOrDefault(), mark => (elements ?? positions)[mark]) { Break = end };
    }

    /// <summary>Where the reader's current element begins.</summary>
    public static FilePosition PositionOf(XmlReader reader) =>
        reader is IXmlLineInfo lines && lines.HasLineInfo() ? new FilePosition(lines.LineNumber, lines.LinePosition - 1) : FilePosition.Start;

    private static void Walk(ReadOnlyMemory<byte> record, Place root, List<FilePosition> positions)
    {
        var open = new Stack<Place>([root]);
        using var reader = XmlFile.Open(record);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.EndElement)
            {
                open.Pop();
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                var place = PlaceOf(reader, positions.Count);
                positions.Add(PositionOf(reader));
                open.Peek().Children.Add(place);
                if (!reader.IsEmptyElement)
                {
                    open.Push(place);
                }
            }
        }
    }

    private static Place PlaceOf(XmlReader reader, int mark)
    {
        var place = new Place(reader.LocalName, mark) { Text = reader.GetAttribute("value") };
        if (reader.GetAttribute("url") is { } url)
        {
            place.Children.Add(new Place("url", mark) { Text = url });
        }

        return place;
    }
}
