using System.Text;

namespace GpConnect.Fhir.Tests;

/// <summary>Reads inputs in a short notation: apostrophes stand for quotation marks.</summary>
internal static class Inputs
{
    public static FhirReading Json(string text) => FhirReader.Read(Bytes(text), FhirFormat.Json);

    public static FhirReading Xml(string text) => FhirReader.Read(Bytes(text), FhirFormat.Xml);

    /// <summary>Reads a Patient element with this content.</summary>
    public static FhirReading XmlPatient(string inner) => Xml($"<Patient xmlns='http://hl7.org/fhir'>{inner}</Patient>");

    /// <summary>Reads a Patient with these members after its resourceType.</summary>
    public static FhirReading JsonPatient(string members) => Json($"{{'resourceType':'Patient',{members}}}");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));
}
