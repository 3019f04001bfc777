using System.Runtime.InteropServices;
using System.Text.Json;
using GpConnect.Fhir;

namespace GpConnect.Provider.Tokens;

/// <summary>
/// Reads a resource claim as strictly as any resource, except for harmless errors of real consumers (transport.md §7.3, Q-53):
/// members that hold nothing count as absent, and the id need not be a FHIR id.
/// </summary>
internal static class LenientClaim
{
    /// <param name="claim">A JSON object.</param>
    public static FhirReading Read(JsonElement claim)
    {
        var id = Id(claim);
        using var json = new MemoryStream();
        if (!WriteObject(json, claim, withoutId: id is not null))
        {
            json.Write("{}"u8);
        }

        var reading = FhirReader.Read(json.GetBuffer().AsMemory(0, (int)json.Length), FhirFormat.Json);
        if (reading.IsValid && id is not null)
        {
            reading.Resource.Id = id;
        }

        return reading;
    }

    /// <summary>The id if it is a non-empty string; null when it is missing or is to be read like any other member.</summary>
    private static string? Id(JsonElement claim)
    {
        if (!claim.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || id.ValueEquals(""u8))
        {
            return null;
        }

        try
        {
            return id.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate.
            return null;
        }
    }

    /// <summary>Writes a value without its absent parts; writes nothing for an absent value.</summary>
    /// <returns>Whether the value is present.</returns>
    private static bool Write(MemoryStream json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return WriteObject(json, value);
            case JsonValueKind.Array:
                return WriteArray(json, value);
            case JsonValueKind.Null:
            case JsonValueKind.String when value.ValueEquals(""u8):
                return false;
            default:
                json.Write(JsonMarshal.GetRawUtf8Value(value));
                return true;
        }
    }

    private static bool WriteObject(MemoryStream json, JsonElement value, bool withoutId = false)
    {
        var start = json.Length;
        json.WriteByte((byte)'{');
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            if (withoutId && name.SequenceEqual("id"u8))
            {
                continue;
            }

            var before = json.Length;
            json.Write(before == start + 1 ? "\""u8 : ",\""u8);
            json.Write(name);
            json.Write("\":"u8);
            if (!Write(json, member.Value))
            {
                json.SetLength(before);
            }
        }

        // An object that was sent empty is not absent but invalid; the FHIR reader refuses it.
        return Close(json, start, '}', isAbsent: json.Length == start + 1 && value.GetPropertyCount() > 0);
    }

    private static bool WriteArray(MemoryStream json, JsonElement value)
    {
        var start = json.Length;
        json.WriteByte((byte)'[');
        foreach (var item in value.EnumerateArray())
        {
            var before = json.Length;
            if (before > start + 1)
            {
                json.WriteByte((byte)',');
            }

            if (!Write(json, item))
            {
                json.SetLength(before);
            }
        }

        return Close(json, start, ']', isAbsent: json.Length == start + 1);
    }

    private static bool Close(MemoryStream json, long start, char bracket, bool isAbsent)
    {
        if (isAbsent)
        {
            json.SetLength(start);
            return false;
        }

        json.WriteByte((byte)bracket);
        return true;
    }
}
