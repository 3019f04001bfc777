using System.Globalization;
using System.Text.Json;
using System.Xml;
using GpConnect.Fhir;
using GpConnect.Foundations.Terminology;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>
/// The id and NHS number of a Patient, found without parsing the resource, which takes far longer. In a record that the strict reader
/// accepts they must be found; in any other record as far as possible.
/// </summary>
/// <param name="Number">Null when there is no NHS number of ten digits.</param>
internal readonly record struct PatientScan(string? Id, ulong? Number)
{
    private const int Digits = 10;

    public static PatientScan Of(SourceRecord record)
    {
        try
        {
            var (id, text) = record.Format == FhirFormat.Json ? OfJson(record.Bytes.Span) : OfXml(record.Bytes);
            return new PatientScan(id, text?.Length == Digits && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or XmlException)
        {
            // Not JSON or XML, or a string that is not valid text.
            return default;
        }
    }

    private static (string? Id, string? Number) OfJson(ReadOnlySpan<byte> bytes)
    {
        var (id, number) = ((string?)null, (string?)null);
        var reader = new Utf8JsonReader(bytes);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName && (id is null || number is null);)
        {
            var (isId, isIdentifier) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("identifier"u8));
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String)
            {
                id = reader.GetString();
            }
            else if (isIdentifier && reader.TokenType == JsonTokenType.StartArray)
            {
                number = NumberOf(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return (id, number);
    }

    /// <summary>The first NHS number in the list of identifiers at the reader, which moves to the end of the list.</summary>
    private static string? NumberOf(ref Utf8JsonReader reader)
    {
        string? number = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var value = ValueOf(ref reader);
            number ??= value;
        }

        return number;
    }

    /// <summary>The value of one identifier if it is an NHS number; otherwise null.</summary>
    private static string? ValueOf(ref Utf8JsonReader reader)
    {
        string? value = null;
        var isNumber = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isSystem, isValue) = (reader.ValueTextEquals("system"u8), reader.ValueTextEquals("value"u8));
            reader.Read();
            if (isSystem && reader.TokenType == JsonTokenType.String)
            {
                isNumber = reader.ValueTextEquals(IdentifierSystems.NhsNumber);
            }
            else if (isValue && reader.TokenType == JsonTokenType.String)
            {
                value = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return isNumber ? value : null;
    }

    private static (string? Id, string? Number) OfXml(ReadOnlyMemory<byte> bytes)
    {
        var (id, number, system) = ((string?)null, (string?)null, (string?)null);
        using var reader = XmlFile.Open(bytes);
        while (reader.Read() && (id is null || number is null))
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 1 })
            {
                system = null;
                id ??= reader.LocalName == "id" ? reader.GetAttribute("value") : null;
            }
            else if (reader is { NodeType: XmlNodeType.Element, Depth: 2, LocalName: "system" })
            {
                system = reader.GetAttribute("value");
            }
            else if (reader is { NodeType: XmlNodeType.Element, Depth: 2, LocalName: "value" } && system == IdentifierSystems.NhsNumber)
            {
                number ??= reader.GetAttribute("value");
            }
        }

        return (id, number);
    }
}
