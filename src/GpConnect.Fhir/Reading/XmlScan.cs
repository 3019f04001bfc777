using System.Xml;

namespace GpConnect.Fhir.Reading;

/// <summary>Walks XML without recursion before the SDK, which descends by recursion, may see it.</summary>
internal static class XmlScan
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    public static XmlReader Open(string text) => XmlReader.Create(new StringReader(text), Settings);

    public static FhirFault? Check(string text)
    {
        try
        {
            using var reader = Open(text);
            return Walk(reader);
        }
        catch (XmlException)
        {
            return Faults.NotXml;
        }
    }

    private static FhirFault? Walk(XmlReader reader)
    {
        for (var parts = 1; reader.Read(); parts++)
        {
            if (parts > Limits.Parts)
            {
                return Faults.TooMany;
            }

            if (reader.Depth >= Limits.Depth)
            {
                return Faults.TooDeep;
            }

            if (reader.NodeType == XmlNodeType.XmlDeclaration && !DeclaresUtf8(reader))
            {
                return Faults.NotUtf8;
            }
        }

        return null;
    }

    private static bool DeclaresUtf8(XmlReader reader) =>
        reader.GetAttribute("encoding") is not { } encoding || encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
