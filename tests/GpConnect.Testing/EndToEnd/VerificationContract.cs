using GpConnect.Foundations.Pds;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Verification on PDS of patients whose NHS number was never verified.</summary>
public abstract class VerificationContract(ProviderFixture fixture)
{
    [SkippableTheory]
    [Case("PS-5 RS-4", "unverified-agrees", FhirFormat.Json)]
    [Case("PS-5", "unverified-agrees-partly", FhirFormat.Xml)]
    public async Task A_search_verifies_a_patient_whom_PDS_confirms(string id, string patient, FhirFormat format)
    {
        Assert.NotEmpty(id);
        var provider = fixture.Provider;
        (await provider.SendAsync(ApiRequest.Read("Patient", patient).As(format))).Fails(404, "PATIENT_NOT_FOUND");

        var found = Assert.Single((await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers[patient]).As(format))).Finds(1));
        var again = Assert.Single((await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers[patient]).As(format))).Finds(1));
        var read = (await provider.SendAsync(ApiRequest.Read("Patient", patient).As(format))).Succeeds();

        Assert.Equal("2", (string?)found["meta"]!["versionId"]);
        Assert.Equal(found.ToJsonString(), again.ToJsonString());
        Assert.Equal(found.ToJsonString(), read.ToJsonString());
    }

    [SkippableTheory]
    [FormatCase("PS-6", "unverified-disagrees")]
    [FormatCase("PS-6", "unverified-sensitive")]
    [FormatCase("PS-6", "unverified-deceased")]
    [FormatCase("PS-6", "unverified-not-on-pds")]
    public async Task A_patient_whom_PDS_does_not_confirm_stays_hidden(string id, FhirFormat format, string patient)
    {
        Assert.NotEmpty(id);
        var before = fixture.Provider.Fingerprint();

        (await fixture.Provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers[patient]).As(format))).Finds(0);
        (await fixture.Provider.SendAsync(ApiRequest.Read("Patient", patient).As(format))).Fails(404, "PATIENT_NOT_FOUND");

        Assert.Equal(before, fixture.Provider.Fingerprint());
    }

    [SkippableTheory]
    [FormatCase("PS-7 RG-75", "unavailable")]
    [FormatCase("PS-7 RG-75", "failing")]
    public async Task Without_PDS_no_patient_is_verified(string id, FhirFormat format, string error)
    {
        Assert.NotEmpty(id);
        var pds = new Mock<IPdsGateway>();
        var retrieval = pds.Setup(gateway => gateway.RetrieveAsync(It.IsAny<PdsQuery>(), It.IsAny<CancellationToken>()));
        if (error == "failing")
        {
            retrieval.Throws(new HttpRequestException($"no answer for {SampleData.NhsNumbers["unverified-agrees"]}"));
        }
        else
        {
            retrieval.ReturnsAsync(new PdsResponse.Unavailable("timeout"));
        }

        await using var provider = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton(pds.Object));
        var before = provider.Fingerprint();
        var named = error == "failing" ? "" : "PDS";

        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["unverified-agrees"]).As(format))).Fails(500, "INTERNAL_SERVER_ERROR", named);
        (await provider.SendAsync(Person.New().Register(format))).Fails(500, "INTERNAL_SERVER_ERROR", named);
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1).As(format))).Finds(1);
        Assert.Equal(before, provider.Fingerprint());
    }

    [SkippableFact]
    [Requirement("RP-5")]
    public async Task A_read_never_queries_PDS()
    {
        var pds = new Mock<IPdsGateway>(MockBehavior.Strict);
        await using var provider = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton(pds.Object));

        (await provider.SendAsync(ApiRequest.Read("Patient", "unverified-agrees"))).Fails(404, "PATIENT_NOT_FOUND");
        (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Finds(1);
        pds.VerifyNoOtherCalls();
    }

    [SkippableFact]
    [Requirement("PS-10")]
    public async Task Parallel_searches_verify_a_patient_once()
    {
        await using var provider = await RunningProvider.StartAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["unverified-agrees"]))));

        Assert.All(responses, response => Assert.Equal("2", (string?)Assert.Single(response.Finds(1))["meta"]!["versionId"]));
    }

    [SkippableFact]
    public async Task A_stand_in_for_PDS_is_logged_once()
    {
        var log = new CapturedLog();
        await using var provider = await RunningProvider.StartAsync(options => options.LogLevel = LogLevel.Warning, services => services.AddSingleton<ILoggerProvider>(log));
        await provider.RegisterAsync(await provider.NewPersonAsync());
        await provider.RegisterAsync(await provider.NewPersonAsync());

        Assert.Equal(2, log.Text().Split("PDS is a stand-in for development and tests").Length);
    }
}
