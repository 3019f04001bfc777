using GpConnect.Testing.Requirements;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Text from PDS that no resource may hold.</summary>
public abstract class TextOfPdsContract(ProviderFixture fixture)
{
    private RunningProvider Provider => fixture.Provider;

    [Theory]
    [FormatCase("TX-6", "1 Spine\ufffe Street")]
    [FormatCase("TX-6", "1 Spine Street\uffff")]
    public async Task Contact_details_of_PDS_that_cannot_be_served_count_as_missing(string id, FhirFormat format, string line)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        person.Pds = person.Pds with { Address = person.Pds.Address! with { Lines = [line] }, Prefix = ["M\ufffes"], Phone = new string('1', 300), Email = "e\ufffe@example.org" };
        await Provider.AddToPdsAsync(person);
        foreach (var element in new[] { "address", "telecom" })
        {
            person.Patient.Remove(element);
        }

        person.Name.Remove("prefix");

        var patient = (await Provider.SendAsync(person.Register(format))).Registers();

        Assert.Null(patient["address"]);
        Assert.Null(patient["telecom"]);
        Assert.Null(patient["name"]![0]!["prefix"]);
        (await Provider.SendAsync(ApiRequest.Read("Patient", (string)patient["id"]!).As(FhirFormat.Xml))).Succeeds();
    }

    [Theory]
    [Formats]
    [Requirement("TX-6")]
    public async Task A_name_of_PDS_that_cannot_be_served_does_not_verify_a_person(FhirFormat format)
    {
        var person = Person.New();
        person.Pds = person.Pds with { BirthDate = "1984-11-20", Given = ["\ufffeX", "Ewelina"] };
        await Provider.AddToPdsAsync(person);

        (await SendUnchangedAsync(person.Register(format))).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS");
    }

    private async Task<ApiResponse> SendUnchangedAsync(ApiRequest request)
    {
        var before = Provider.Fingerprint();
        var response = await Provider.SendAsync(request);
        Assert.Equal(before, Provider.Fingerprint());
        return response;
    }
}
