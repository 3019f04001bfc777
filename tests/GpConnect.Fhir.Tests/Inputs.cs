using System.Text;

namespace GpConnect.Fhir.Tests;

/// <summary>Short ways to write inputs: apostrophes stand for quotation marks.</summary>
internal static class Inputs
{
    public static FhirReading Json(string text) => FhirReader.Read(Bytes(text), FhirFormat.Json);

    public static FhirReading Xml(string text) => FhirReader.Read(Bytes(text), FhirFormat.Xml);

    /// <summary>Reads what stands inside a Patient element.</summary>
    public static FhirReading XmlPatient(string inner) => Xml($"<Patient xmlns='http://hl7.org/fhir'>{inner}</Patient>");

    /// <summary>Reads what stands after the resourceType of a Patient.</summary>
    public static FhirReading JsonPatient(string members) => Json($"{{'resourceType':'Patient',{members}}}");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));
}
