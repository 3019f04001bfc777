using System.Text.Json;
using System.Xml;

namespace GpConnect.Fhir;

/// <summary>
/// Writes stored JSON as XML, element by element. It does not need the types: stored JSON has been checked and is in the order
/// of the XML form. The same members become attributes everywhere (FHIR STU3, XML representation).
/// </summary>
internal static class JsonToXml
{
    private const string Fhir = "http://hl7.org/fhir";
    private const string ResourceType = "resourceType";

    public static void WriteResource(XmlWriter xml, JsonElement resource)
    {
        xml.WriteStartElement(resource.GetProperty(ResourceType).GetString()!, Fhir);
        foreach (var property in resource.EnumerateObject())
        {
            if (!property.NameEquals(ResourceType))
            {
                WriteProperty(xml, resource, property);
            }
        }

        xml.WriteEndElement();
    }

    private static void WriteProperty(XmlWriter xml, JsonElement parent, JsonProperty property)
    {
        var name = property.Name;
        if (name[0] != '_')
        {
            WriteElements(xml, name, property.Value, parent.TryGetProperty('_' + name, out var details) ? details : default);
        }
        else if (!parent.TryGetProperty(name.AsSpan(1), out _))
        {
            WriteElements(xml, name[1..], default, property.Value);
        }
    }

    /// <param name="details">Id and extensions of a primitive value, which JSON holds in a separate member.</param>
    private static void WriteElements(XmlWriter xml, string name, JsonElement value, JsonElement details)
    {
        if (value.ValueKind != JsonValueKind.Array && details.ValueKind != JsonValueKind.Array)
        {
            WriteElement(xml, name, value, details);
            return;
        }

        var count = Math.Max(Length(value), Length(details));
        for (var index = 0; index < count; index++)
        {
            WriteElement(xml, name, Item(value, index), Item(details, index));
        }
    }

    private static void WriteElement(XmlWriter xml, string name, JsonElement value, JsonElement details)
    {
        if (name == "div")
        {
            xml.WriteRaw(value.GetString()!);
            return;
        }

        xml.WriteStartElement(name, Fhir);
        if (value.ValueKind != JsonValueKind.Object)
        {
            WritePrimitive(xml, name, value, details);
        }
        else if (value.TryGetProperty(ResourceType, out _))
        {
            WriteResource(xml, value);
        }
        else
        {
            WriteContents(xml, name, value);
        }

        xml.WriteEndElement();
    }

    private static void WritePrimitive(XmlWriter xml, string name, JsonElement value, JsonElement details)
    {
        var hasDetails = details.ValueKind == JsonValueKind.Object;
        if (hasDetails && details.TryGetProperty("id", out var id))
        {
            xml.WriteAttributeString("id", id.GetString());
        }

        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            xml.WriteAttributeString("value", value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());
        }

        if (hasDetails)
        {
            WriteChildren(xml, name, details);
        }
    }

    private static void WriteContents(XmlWriter xml, string name, JsonElement value)
    {
        if (value.TryGetProperty("id", out var id))
        {
            xml.WriteAttributeString("id", id.GetString());
        }

        if (IsExtension(name) && value.TryGetProperty("url", out var url))
        {
            xml.WriteAttributeString("url", url.GetString());
        }

        WriteChildren(xml, name, value);
    }

    private static void WriteChildren(XmlWriter xml, string name, JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (!property.NameEquals("id") && !(IsExtension(name) && property.NameEquals("url")))
            {
                WriteProperty(xml, value, property);
            }
        }
    }

    private static bool IsExtension(string name) => name is "extension" or "modifierExtension";

    private static int Length(JsonElement array) => array.ValueKind == JsonValueKind.Array ? array.GetArrayLength() : 0;

    private static JsonElement Item(JsonElement array, int index) => index < Length(array) ? array[index] : default;
}
