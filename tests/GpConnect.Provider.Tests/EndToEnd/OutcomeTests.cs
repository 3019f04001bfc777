using System.Text;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>The exact body of the OperationOutcome for errors of the table in errors.md.</summary>
public class OutcomeTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private const string Json = """{"resourceType":"OperationOutcome","meta":{"profile":["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1"]},"issue":[{"severity":"error","code":"{type}","details":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1","code":"{code}","display":"{display}"}]},"diagnostics":"{diagnostics}"}]}""";

    private const string Xml = """<OperationOutcome xmlns="http://hl7.org/fhir"><meta><profile value="https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1" /></meta><issue><severity value="error" /><code value="{type}" /><details><coding><system value="https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1" /><code value="{code}" /><display value="{display}" /></coding></details><diagnostics value="{diagnostics}" /></issue></OperationOutcome>""";

    [Theory]
    [FormatCase("OO-1 OO-2 OO-5", "no header", 400, "invalid", "BAD_REQUEST", "Bad request")]
    [FormatCase("OO-1 OO-2", "too large", 413, "too-long", "BAD_REQUEST", "Bad request")]
    [FormatCase("OO-1 OO-2", "no body type", 415, "invalid", "BAD_REQUEST", "Bad request")]
    [FormatCase("OO-1 OO-2", "no pipe", 422, "invalid", "INVALID_PARAMETER", "Invalid parameter")]
    [FormatCase("OO-1 OO-2", "no resource", 422, "invalid", "INVALID_RESOURCE", "Invalid validation of resource")]
    [FormatCase("OO-1 OO-2", "other system", 400, "value", "INVALID_IDENTIFIER_SYSTEM", "Invalid identifier system")]
    [FormatCase("OO-1 OO-2", "no NHS number", 400, "value", "INVALID_NHS_NUMBER", "Invalid NHS number")]
    [FormatCase("OO-1 OO-2", "not on PDS", 400, "business-rule", "INVALID_PATIENT_DEMOGRAPHICS", "Invalid patient demographics")]
    [FormatCase("OO-1 OO-2", "no patient", 404, "not-found", "PATIENT_NOT_FOUND", "Patient not found")]
    [FormatCase("OO-1 OO-2", "no practitioner", 404, "not-found", "PRACTITIONER_NOT_FOUND", "Practitioner not found")]
    [FormatCase("OO-1 OO-2", "no organization", 404, "not-found", "ORGANISATION_NOT_FOUND", "Organisation not found")]
    [FormatCase("OO-1 OO-2", "no location", 404, "not-found", "NO_RECORD_FOUND", "No record found")]
    [FormatCase("OO-1 OO-2", "duplicate", 409, "duplicate", "DUPLICATE_REJECTED", "Create would lead to creation of a duplicate resource")]
    [FormatCase("OO-1 OO-2", "not offered", 501, "not-supported", "NOT_IMPLEMENTED", "Not implemented")]
    public async Task An_error_has_exactly_this_body(string id, FhirFormat format, string error, int status, string type, string code, string display)
    {
        Assert.NotEmpty(id);
        var response = (await fixture.Provider.SendAsync((await RequestAsync(error)).As(format))).Fails(status, code);
        var expected = (format == FhirFormat.Json ? Json : Xml)
            .Replace("{type}", type, StringComparison.Ordinal)
            .Replace("{code}", code, StringComparison.Ordinal)
            .Replace("{display}", display, StringComparison.Ordinal)
            .Replace("{diagnostics}", format == FhirFormat.Json ? response.Diagnostics : System.Security.SecurityElement.Escape(response.Diagnostics!).Replace("&apos;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        var text = Encoding.UTF8.GetString(response.Body);

        Assert.Equal(expected, text[(text.StartsWith("<?", StringComparison.Ordinal) ? text.IndexOf("?>", StringComparison.Ordinal) + 2 : 0)..]);
    }

    private async Task<ApiRequest> RequestAsync(string error)
    {
        switch (error)
        {
            case "no header": return ApiRequest.Metadata().Without("Ssp-From");
            case "too large": return ApiRequest.Register(new byte[2_000_000]);
            case "no body type": return ApiRequest.Any("register").Without("Content-Type");
            case "no pipe": return ApiRequest.Search("Patient", "x");
            case "no resource": return ApiRequest.Metadata().ChangeToken(token => token.Device["invalidField"] = 1);
            case "other system": return ApiRequest.Search("Organization", "https://example.org/Id%7C1");
            case "no NHS number": return ApiRequest.SearchPatient("hello");
            case "not on PDS": return Person.New().Register();
            case "no patient": return ApiRequest.Read("Patient", "x");
            case "no practitioner": return ApiRequest.Read("Practitioner", "x");
            case "no organization": return ApiRequest.Read("Organization", "x");
            case "no location": return ApiRequest.Read("Location", "x");
            case "not offered": return ApiRequest.Metadata().Interaction("rest:search:slot-1");
            default:
                var person = await fixture.Provider.NewPersonAsync();
                await fixture.Provider.RegisterAsync(person);
                return person.Register();
        }
    }
}
