using System.Xml;

namespace GpConnect.Fhir.Reading;

/// <summary>Scans XML without recursion before the SDK reads it, because the SDK is recursive.</summary>
internal sealed class XmlScan
{
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    /// <summary>Namespace of the attributes that declare a namespace.</summary>
    private const string Declarations = "http://www.w3.org/2000/xmlns/";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    private int _parts;
    private int _narrative;

    public static XmlReader Open(string text) => XmlReader.Create(new StringReader(text), Settings);

    public static FhirError? Check(string text)
    {
        if (XmlTags.HaveTooManyAttributes(text))
        {
            return Errors.TooMany;
        }

        try
        {
            using var reader = Open(text);
            return new XmlScan().Walk(reader);
        }
        catch (XmlException)
        {
            return Errors.NotXml;
        }
    }

    private FhirError? Walk(XmlReader reader)
    {
        // Depth of the root of the narrative that the reader is in; int.MaxValue outside narrative.
        var narrativeAt = int.MaxValue;
        while (reader.Read())
        {
            if (reader.Depth <= narrativeAt)
            {
                narrativeAt = reader is { NodeType: XmlNodeType.Element, NamespaceURI: Xhtml } ? reader.Depth : int.MaxValue;
            }

            if (CheckPart(reader, isNarrative: narrativeAt < int.MaxValue) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private FhirError? CheckPart(XmlReader reader, bool isNarrative)
    {
        _parts += 1 + reader.AttributeCount;
        if (_parts > Limits.Parts)
        {
            return Errors.TooMany;
        }

        if (HasLongName(reader))
        {
            return Errors.NameTooLong;
        }

        if (reader.Depth >= Limits.Depth)
        {
            return Errors.TooDeep;
        }

        if (isNarrative && (_narrative += Length(reader)) > Limits.Narrative)
        {
            return Errors.NarrativeTooLong;
        }

        return reader.NodeType == XmlNodeType.XmlDeclaration && !DeclaresUtf8(reader) ? Errors.NotUtf8 : null;
    }

    private static bool HasLongName(XmlReader reader)
    {
        var isLong = reader.Name.Length > Limits.Name;
        while (reader.MoveToNextAttribute())
        {
            isLong |= reader.Name.Length > Limits.Name || reader.NamespaceURI == Declarations && reader.Value.Length > Limits.Name;
        }

        reader.MoveToElement();
        return isLong;
    }

    private static int Length(XmlReader reader)
    {
        var length = reader.Name.Length + reader.Value.Length;
        while (reader.MoveToNextAttribute())
        {
            length += reader.Name.Length + reader.Value.Length;
        }

        reader.MoveToElement();
        return length;
    }

    private static bool DeclaresUtf8(XmlReader reader) =>
        reader.GetAttribute("encoding") is not { } encoding || encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
