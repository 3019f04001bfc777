using System.Text;
using System.Xml;
using GpConnect.Fhir;

namespace GpConnect.Functions.Importing;

/// <summary>An XML file: one resource, or a Bundle of any type whose entries are taken one by one as the file is read.</summary>
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

    public static IEnumerable<SourceRecord> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = XmlReader.Create(stream, Settings);
        if (!Try(() => reader.MoveToContent() == XmlNodeType.Element))
        {
            yield return SourceRecord.Bad("", "the file is not one well-formed XML document without a DTD");
            yield break;
        }

        if (reader.LocalName != "Bundle" || reader.NamespaceURI != Fhir)
        {
            yield return Whole(path, reader.LocalName);
            yield break;
        }

        var number = 0;
        while (Next(reader, number + 1) is { } record)
        {
            number++;
            yield return record;
            if (record.Fault is not null)
            {
                yield break;
            }
        }
    }

    /// <summary>The bytes as they are: the strict reader has to see the declaration, too.</summary>
    private static SourceRecord Whole(string path, string type) => new FileInfo(path).Length <= Utf8Lines.LongestLine
        ? new SourceRecord("", File.ReadAllBytes(path), FhirFormat.Xml) { Type = type }
        : SourceRecord.Bad("", "the resource is too large");

    /// <summary>The next entry's resource; null after the last.</summary>
    private static SourceRecord? Next(XmlReader reader, int number)
    {
        SourceRecord? record = null;
        return Try(() => (record = Find(reader, number)) is not null || reader.EOF)
            ? record
            : SourceRecord.Bad($"entry {number}", "from here on the file is not well-formed XML");
    }

    private static SourceRecord? Find(XmlReader reader, int number)
    {
        // Depth 1 is an entry, 2 its resource, 3 the resource itself.
        while (!reader.EOF)
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 3 } && reader.NamespaceURI == Fhir)
            {
                var type = reader.LocalName;
                return new SourceRecord($"entry {number}", Encoding.UTF8.GetBytes(reader.ReadOuterXml()), FhirFormat.Xml) { Type = type };
            }

            if (reader.NodeType == XmlNodeType.Element && !LeadsToResource(reader))
            {
                reader.Skip();
                continue;
            }

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

    private static bool Try(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
