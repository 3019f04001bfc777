using System.Text;
using System.Xml;

namespace GpConnect.Importing.Files;

/// <summary>
/// Copies a resource out of an XML Bundle, as <see cref="XmlReader.ReadOuterXml"/> does, and keeps the positions of its elements: the
/// copy has other line breaks, and the file may be too large to be read again for each error.
/// </summary>
internal static class XmlEntry
{
    /// <summary>Copies the current element of the reader and moves past it.</summary>
    public static (byte[] Bytes, IReadOnlyList<FilePosition> Elements) Copy(XmlReader reader)
    {
        var elements = new List<FilePosition>();
        using var text = new StringWriter();
        using var writer = new XmlTextWriter(text);
        var depth = reader.Depth;
        do
        {
            Copy(reader, writer, elements);
        }
        while (reader.Read() && (reader.Depth > depth || reader.Depth == depth && reader.NodeType == XmlNodeType.EndElement));

        writer.Flush();
        return (Encoding.UTF8.GetBytes(text.ToString()), elements);
    }

    private static void Copy(XmlReader reader, XmlTextWriter writer, List<FilePosition> elements)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                elements.Add(XmlPlaces.PositionOf(reader));
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                writer.WriteAttributes(reader, defattr: false);
                if (reader.IsEmptyElement)
                {
                    writer.WriteEndElement();
                }

                break;
            case XmlNodeType.EndElement:
                writer.WriteFullEndElement();
                break;
            case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                writer.WriteWhitespace(reader.Value);
                break;
            case XmlNodeType.CDATA:
                writer.WriteCData(reader.Value);
                break;
            case XmlNodeType.Text:
                writer.WriteString(reader.Value);
                break;
        }
    }
}
