namespace GpConnect.Fhir;

/// <summary>The two wire formats of STU3, both in UTF-8.</summary>
public enum FhirFormat
{
    Json,
    Xml,
}
