using System.Text;
using System.Text.Json;
using System.Xml;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir;

/// <summary>Writes resources: compact, in UTF-8 without a byte order mark, with the elements in the order of STU3.</summary>
public static class FhirWriter
{
    // Line endings inside values must survive a round trip: a parser would turn a bare CR into LF.
    private static readonly XmlWriterSettings XmlSettings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>No limit: the depth of a stored resource was checked when it was first read.</summary>
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Writes the canonical form, in which resources are stored. Not escaped for use inside HTML.</summary>
    /// <exception cref="InvalidDataException">XML cannot represent the resource, so it must not be stored.</exception>
    public static byte[] WriteJson(Resource resource)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes<Base>(resource, FhirModel.JsonOptions);
        return StoredJson.IsValid(json) ? json : throw new InvalidDataException("The resource holds text that XML cannot carry, or a value that is null.");
    }

    public static byte[] WriteXml(Resource resource)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, XmlSettings))
        {
            FhirModel.XmlWriter.Serialize(resource, writer, null, null);
        }

        return buffer.ToArray();
    }

    /// <summary>Converts the output of <see cref="WriteJson"/> to the XML that <see cref="WriteXml"/> would write.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a resource, so this class did not write them.</exception>
    public static byte[] JsonToXml(ReadOnlyMemory<byte> canonicalJson)
    {
        try
        {
            using var resource = JsonDocument.Parse(canonicalJson, AnyDepth);
            using var buffer = new MemoryStream(canonicalJson.Length * 2);
            using (var writer = XmlWriter.Create(buffer, XmlSettings))
            {
                Fhir.JsonToXml.WriteResource(writer, resource.RootElement);
            }

            return buffer.ToArray();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("The stored resource cannot be read", exception);
        }
    }
}
