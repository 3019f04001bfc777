using System.Text;
using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Testing.SpineMiniServices;

/// <summary>An answer as the service writes it, valid unless a test changes it.</summary>
internal sealed record Answer
{
    public const string PdsCodes = "2.16.840.1.113883.2.1.3.2.4.17.285";
    public const string GenericCodes = "2.16.840.1.113883.2.1.3.2.4.17.500";

    public string Code { get; init; } = "SMSP-0000";

    public string CodeSystem { get; init; } = PdsCodes;

    /// <summary>The element <c>patient</c> without namespace prefixes; null for an answer without a subject.</summary>
    public string? Patient { get; init; }

    /// <summary>Namespace prefixes of SOAP, ITK and HL7; the last may be empty.</summary>
    public (string Soap, string Itk, string Hl7) Prefixes { get; init; } = ("soap", "itk", "");

    public Task Reply(HttpContext context)
    {
        PatientDataMarkers.Note(Encoding.UTF8.GetBytes(Patient ?? ""));
        return SmspErrors.Raw(200, ToString())(context);
    }

    public override string ToString()
    {
        var (soap, itk, hl7) = Prefixes;
        var (declaration, prefix) = hl7.Length == 0 ? ("xmlns", "") : ($"xmlns:{hl7}", $"{hl7}:");
        var subject = Patient is null ? "" : $"<subject typeCode=\"SBJ\">{Patient}</subject>";
        var body = Prefix($"""
            <getPatientDetailsResponse-v1-0 classCode="OBS" moodCode="EVN">
              <id root="A6F36D78-FBE2-11E5-AC8E-6C3BE5A609F5"/>
              <code codeSystem="2.16.840.1.113883.2.1.3.2.4.17.284" code="getPatientDetailsResponse-v1-0"/>
              <value codeSystem="{CodeSystem}" code="{Code}"/>{subject}
            </getPatientDetailsResponse-v1-0>
            """, prefix);
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <{soap}:Envelope xmlns:{soap}="http://schemas.xmlsoap.org/soap/envelope/" xmlns:{itk}="urn:nhs-itk:ns:201005" {declaration}="urn:hl7-org:v3">
              <{soap}:Header/>
              <{soap}:Body>
                <{itk}:DistributionEnvelope>
                  <{itk}:header service="urn:nhs-itk:services:201005:getPatientDetailsByNHSNumber-v1-0Response" trackingid="2D37D9CA-5223-41C7-A159-F33D5A914EB5"/>
                  <{itk}:payloads count="1"><{itk}:payload id="uuid_808A9678-49B2-498B-AD75-1D7A0F1262D7">{body}</{itk}:payload></{itk}:payloads>
                </{itk}:DistributionEnvelope>
              </{soap}:Body>
            </{soap}:Envelope>
            """;
    }

    private static string Prefix(string elements, string prefix) => elements
        .Replace("<", $"<{prefix}", StringComparison.Ordinal)
        .Replace($"<{prefix}/", $"</{prefix}", StringComparison.Ordinal);
}

/// <summary>The element <c>patient</c> of an answer.</summary>
internal static class Details
{
    /// <summary>A record as the service writes it: with a local identifier too, another address first, and empty elements.</summary>
    public static string Of(PdsRecord record) => $"""
        <patient classCode="PAT">
          <id root="2.16.840.1.113883.2.1.3.2.4.18.24" extension="local-17"/>
          <id root="2.16.840.1.113883.2.1.4.1" extension="{record.NhsNumber}"/>
          <name>{Each("prefix", record.Prefix)}{Each("given", record.Given)}<family>{record.Family}</family></name>
          {(record.Address is null ? "" : Address("TMP", new PdsAddress(["Elsewhere"], null, null, "LS9 9ZZ")))}
          {Address("H", record.Address)}
          <telecom use="HP" value="{(record.Phone is null ? "" : $"tel:{record.Phone}")}"><useablePeriod><low value="20110324"/></useablePeriod></telecom>
          <telecom use="H" value="{(record.Email is null ? "" : $"mailto:{record.Email}")}"/>
          <patientPerson classCode="PSN" determinerCode="INSTANCE">
            <administrativeGenderCode code="{Gender(record.Gender)}" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.25"/>
            <birthTime value="{record.BirthDate?.Replace("-", "", StringComparison.Ordinal)}"/>
            {(record.DeathDate is null ? "" : $"<deceasedTime value=\"{record.DeathDate.Replace("-", "", StringComparison.Ordinal)}\"/>")}
            <gPPractice classCode="SDLOC"><locationOrganization><id root="2.16.840.1.113883.2.1.3.2.4.19.2" extension="{record.RegisteredPracticeOds}"/></locationOrganization></gPPractice>
          </patientPerson>
        </patient>
        """;

    /// <summary>The details that the service returns: none of address, telecom and practice if sensitive, else always a practice.</summary>
    public static string Shown(PdsRecord record) => Of(record.IsSensitive
        ? record with { Address = null, Phone = null, Email = null, RegisteredPracticeOds = null }
        : record with { RegisteredPracticeOds = record.RegisteredPracticeOds ?? "X12345" });

    private static string Address(string use, PdsAddress? address) => $"""
        <addr use="{use}"><postalCode>{address?.PostalCode}</postalCode>{Each("streetAddressLine", [address?.Lines[0], "", "", address?.City, address?.District])}</addr>
        """;

    private static string Each(string name, IEnumerable<string?> values) => string.Concat(values.Select(value => $"<{name}>{value}</{name}>"));

    private static string Gender(string? gender) => gender switch
    {
        "male" => "1",
        "female" => "2",
        "other" => "9",
        _ => "0",
    };
}

/// <summary>Answers that are errors, or that never come.</summary>
internal static class SmspErrors
{
    public const string ErrorId = "5f0fd01e-3a8c-4ff1-bb0f-6a2b1fcb3f0a";

    public static Reply Raw(int status, string text, params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
    };

    /// <param name="secret">Patient data to put into the texts.</param>
    public static Reply Soap(int status, string errorCode, string secret = "") => Raw(status, Soap(errorCode, secret));

    public static string Soap(string errorCode, string secret = "") => $"""
        <S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="urn:nhs-itk:ns:201005">
          <S:Body><S:Fault><faultcode>S:Client</faultcode><faultstring>{secret}</faultstring><detail><t:ToolkitErrorInfo>
            <t:ErrorID>{ErrorId}</t:ErrorID><t:ErrorCode>{errorCode}</t:ErrorCode><t:ErrorText>{secret}</t:ErrorText>
            <t:ErrorDiagnosticText>{secret}</t:ErrorDiagnosticText>
          </t:ToolkitErrorInfo></detail></S:Fault></S:Body>
        </S:Envelope>
        """;

    /// <summary>Sends nothing until the caller disconnects.</summary>
    public static Task Silence(HttpContext context) => Wait(context.RequestAborted);

    /// <summary>Begins an answer and never completes it.</summary>
    public static async Task Stall(HttpContext context)
    {
        await context.Response.WriteAsync("<soap:Envelope ", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Wait(context.RequestAborted);
    }

    public static Task HangUp(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task Wait(CancellationToken gone)
    {
        var end = new TaskCompletionSource();
        gone.Register(end.SetResult);
        return end.Task;
    }
}
