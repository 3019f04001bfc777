using System.Xml;
using System.Xml.Linq;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>Reads XML from outside: no DTD, no external content, and the limits of request bodies on depth and parts.</summary>
internal static class SmspXml
{
    /// <summary>Largest answer in bytes; a genuine one has a few thousand.</summary>
    public const int MaximumSize = 1024 * 1024;

    private const int Depth = 64;
    private const int Parts = 20_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaximumSize,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <returns>Null when the XML is not well-formed or exceeds the limits.</returns>
    public static XElement? Read(Stream xml)
    {
        try
        {
            if (!IsWithinLimits(xml))
            {
                return null;
            }

            xml.Position = 0;
            using var reader = XmlReader.Create(xml, Settings);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static bool IsWithinLimits(Stream xml)
    {
        using var reader = XmlReader.Create(xml, Settings);
        for (var parts = 0; reader.Read(); parts++)
        {
            if (parts >= Parts || reader.Depth >= Depth)
            {
                return false;
            }
        }

        return true;
    }
}
