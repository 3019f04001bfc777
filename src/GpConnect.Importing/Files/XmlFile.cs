using System.Runtime.InteropServices;
using System.Xml;
using GpConnect.Fhir;

namespace GpConnect.Importing.Files;

/// <summary>An XML file: one resource, or a Bundle of any type, which yields its entries one by one as the file is read.</summary>
internal static class XmlFile
{
    private const string Fhir = "http://hl7.org/fhir";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static XmlReader Open(ReadOnlyMemory<byte> bytes) =>
        XmlReader.Create(new MemoryStream(MemoryMarshal.TryGetArray(bytes, out var array) ? array.Array! : bytes.ToArray(), array.Offset, bytes.Length), Settings);

    public static IEnumerable<SourceRecord> Read(string path)
    {
        using var stream = new BoundedStream(DataFile.Open(path));
        using var reader = XmlReader.Create(stream, Settings);
        if (!Try(() => reader.MoveToContent() == XmlNodeType.Element, out var end))
        {
            yield return stream.IsEmpty
                ? SourceRecord.Unreadable(SourceRecord.EmptyFile, at: FilePosition.Start)
                : SourceRecord.Unreadable("the file is not one well-formed XML document without a DTD", at: end);
            yield break;
        }

        if (reader.LocalName != "Bundle" || reader.NamespaceURI != Fhir)
        {
            yield return Whole(path, reader.LocalName);
            yield break;
        }

        var links = Links(path);
        var number = 0;
        while (Next(reader, number + 1) is { } record)
        {
            number++;
            stream.Restart();
            yield return record with { Links = links };
            if (record.Error is not null)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads the file in advance for its <c>fullUrl</c>s, because an entry may refer to a later one.</summary>
    /// <returns>Null when no entry has a <c>fullUrl</c>.</returns>
    private static BundleLinks? Links(string path)
    {
        var links = new BundleLinks();
        using var stream = new BoundedStream(DataFile.Open(path));
        using var reader = XmlReader.Create(stream, Settings);
        Try(() =>
        {
            while (Find(reader) is { } entry)
            {
                links.Add(entry.FullUrl, entry.Type, IdOf(reader));
                stream.Restart();
            }

            return true;
        }, out _);
        return links.IsEmpty ? null : links;
    }

    /// <summary>The id of the resource at the reader, which moves past the resource; null when it has none.</summary>
    private static string? IdOf(XmlReader reader)
    {
        string? id = null;
        using var resource = reader.ReadSubtree();
        resource.Read();
        for (resource.Read(); !resource.EOF;)
        {
            if (resource.NodeType != XmlNodeType.Element)
            {
                resource.Read();
                continue;
            }

            id ??= resource is { Depth: 1, LocalName: "id" } ? resource.GetAttribute("value") : null;
            resource.Skip();
        }

        return id;
    }

    /// <summary>Takes the bytes unchanged, because the strict reader also checks the XML declaration.</summary>
    private static SourceRecord Whole(string path, string type) => DataFile.ReadAll(path, Utf8Lines.LongestLine) is { } bytes
        ? new SourceRecord(null, null, bytes, FhirFormat.Xml) { Type = type }
        : SourceRecord.Unreadable("the resource is larger than 4 MB");

    /// <summary>The next entry's resource; null after the last.</summary>
    private static SourceRecord? Next(XmlReader reader, int number)
    {
        SourceRecord? record = null;
        return Try(() => (record = ReadEntry(reader, number)) is not null || reader.EOF, out var end)
            ? record
            : SourceRecord.Unreadable("from here on the file is not well-formed XML", number, end);
    }

    private static SourceRecord? ReadEntry(XmlReader reader, int number)
    {
        if (Find(reader) is not { } entry)
        {
            return null;
        }

        var start = XmlPlaces.PositionOf(reader);
        var (bytes, elements) = XmlEntry.Copy(reader);
        return new SourceRecord(number, start, bytes, FhirFormat.Xml) { Type = entry.Type, FullUrl = entry.FullUrl, Elements = elements };
    }

    /// <summary>Moves the reader to the next entry's resource; null after the last.</summary>
    private static (string Type, string? FullUrl)? Find(XmlReader reader)
    {
        string? fullUrl = null;

        // Depth 1 is an entry, 2 its element "resource", 3 the resource itself.
        while (!reader.EOF)
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 3 } && reader.NamespaceURI == Fhir)
            {
                return (reader.LocalName, fullUrl);
            }

            if (reader.NodeType == XmlNodeType.Element && !LeadsToResource(reader))
            {
                fullUrl = reader is { Depth: 2, LocalName: "fullUrl" } ? reader.GetAttribute("value") : fullUrl;
                reader.Skip();
                continue;
            }

            fullUrl = reader is { NodeType: XmlNodeType.Element, Depth: 1 } ? null : fullUrl;
            reader.Read();
        }

        return null;
    }

    private static bool LeadsToResource(XmlReader reader) => reader.Depth switch
    {
        0 => true,
        1 => reader.LocalName == "entry",
        2 => reader.LocalName == "resource",
        _ => false,
    };

    /// <param name="end">Where the XML is not well-formed.</param>
    private static bool Try(Func<bool> read, out FilePosition end)
    {
        end = default;
        try
        {
            return read();
        }
        catch (XmlException exception)
        {
            end = FilePosition.Of(exception);
            return false;
        }
    }
}
