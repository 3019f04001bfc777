using System.Text.Json;

namespace GpConnect.Foundations.Errors;

/// <summary>Writes the one-issue OperationOutcome of errors.md §1 as FHIR JSON.</summary>
internal static class OperationOutcome
{
    private const string Profile = "https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1";

    public static ReadOnlyMemory<byte> Write(Failure failure)
    {
        return JsonText.Object(json =>
        {
            json.WriteString("resourceType", "OperationOutcome");
            json.WriteStartObject("meta");
            json.WriteStartArray("profile");
            json.WriteStringValue(Profile);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartArray("issue");
            WriteIssue(json, failure);
            json.WriteEndArray();
        });
    }

    private static void WriteIssue(Utf8JsonWriter json, Failure failure)
    {
        json.WriteStartObject();
        json.WriteString("severity", "error");
        json.WriteString("code", failure.Error.IssueType);
        json.WriteStartObject("details");
        json.WriteStartArray("coding");
        json.WriteStartObject();
        json.WriteString("system", SpineError.CodeSystem);
        json.WriteString("code", failure.Error.Code);
        json.WriteString("display", failure.Error.Display);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("diagnostics", failure.Diagnostics);
        json.WriteEndObject();
    }
}
