using GpConnect.Testing.Requirements;

namespace GpConnect.Testing.EndToEnd;

/// <summary>One success and one refusal of each interaction, for every host and store on which the full tests do not run.</summary>
public abstract class InteractionContract
{
    [SkippableTheory]
    [FormatCase("HS-1", "metadata")]
    [FormatCase("HS-1", "read patient")]
    [FormatCase("HS-1", "search patient")]
    [FormatCase("HS-1", "read practitioner")]
    [FormatCase("HS-1", "search practitioner")]
    [FormatCase("HS-1", "read organization")]
    [FormatCase("HS-1", "search organization")]
    [FormatCase("HS-1", "read location")]
    [FormatCase("HS-1", "register")]
    public async Task An_interaction_succeeds(string id, FhirFormat format, string name)
    {
        Assert.NotEmpty(id);
        var request = name == "register" ? (await NewPersonAsync()).Register(format) : ApiRequest.Any(name).As(format);

        (await SendAsync(request)).Succeeds();
    }

    [SkippableTheory]
    [FormatCase("HS-1", "metadata", 400, "BAD_REQUEST")]
    [FormatCase("HS-1", "read patient", 404, "PATIENT_NOT_FOUND")]
    [FormatCase("HS-1", "search patient", 400, "INVALID_NHS_NUMBER")]
    [FormatCase("HS-1", "read practitioner", 404, "PRACTITIONER_NOT_FOUND")]
    [FormatCase("HS-1", "search practitioner", 400, "INVALID_IDENTIFIER_SYSTEM")]
    [FormatCase("HS-1", "read organization", 404, "ORGANISATION_NOT_FOUND")]
    [FormatCase("HS-1", "search organization", 422, "INVALID_PARAMETER")]
    [FormatCase("HS-1", "read location", 404, "NO_RECORD_FOUND")]
    [FormatCase("HS-1", "register", 400, "INVALID_PATIENT_DEMOGRAPHICS")]
    public async Task An_interaction_refuses_a_request_with_its_error(string id, FhirFormat format, string name, int status, string code)
    {
        Assert.NotEmpty(id);
        var request = name switch
        {
            "metadata" => ApiRequest.Metadata().By("DELETE"),
            "read patient" => ApiRequest.Read("Patient", "unknown"),
            "search patient" => ApiRequest.SearchPatient("1234567890"),
            "read practitioner" => ApiRequest.Read("Practitioner", "unknown"),
            "search practitioner" => ApiRequest.Search("Practitioner", "https://example.org%7C1"),
            "read organization" => ApiRequest.Read("Organization", "unknown"),
            "search organization" => ApiRequest.Search("Organization", "A20047"),
            "read location" => ApiRequest.Read("Location", "unknown"),
            _ => Person.Unknown.Register(format),
        };

        (await SendAsync(request.As(format))).Fails(status, code);
    }

    private protected abstract Task<ApiResponse> SendAsync(ApiRequest request);

    /// <summary>A person whom PDS knows and the practice does not.</summary>
    private protected abstract Task<Person> NewPersonAsync();
}
