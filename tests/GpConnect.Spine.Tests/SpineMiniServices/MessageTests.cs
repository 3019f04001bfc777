using System.Text.Json.Nodes;
using GpConnect.Cli.Commands;
using GpConnect.Importing.Records;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineMiniServices;

namespace GpConnect.Spine.Tests.SpineMiniServices;

/// <summary>The content of the requests. The service checks the form of every request of every test against the schemas.</summary>
public sealed class MessageTests(SmspFixture fixture) : IClassFixture<SmspFixture>
{
    [CertificateFact]
    [Requirement("SM-1")]
    [Requirement("SM-2")]
    public async Task A_request_names_the_requester_and_the_patient()
    {
        var person = fixture.Service.Knows(Person.New());
        var traceId = Guid.NewGuid().ToString();

        (await fixture.Provider.SendAsync(person.Register().With("Ssp-TraceID", traceId))).Registers();

        var message = Assert.Single(fixture.Service.Received(person.NhsNumber));
        Assert.Equal("\"urn:nhs-itk:services:201005:getPatientDetailsByNHSNumber-v1-0\"", message.Headers["SOAPAction"]);
        Assert.Equal(fixture.Service.Url.ToString(), message["To"]);
        Assert.Equal("https://provider.example", message["Address"]);
        Assert.Equal("gpconnect-foundations", message["Username"]);
        Assert.Equal("urn:nhs-uk:addressing:ods:A20047:gpconnect-foundations", message["senderAddress", "uri"]);
        Assert.Equal("urn:nhs-uk:identity:ods:A20047:gpconnect-foundations", message["auditIdentity", "id", "uri"]);
        Assert.Equal("2.16.840.1.113883.2.1.3.2.4.18.27", message["auditIdentity", "id", "type"]);
        Assert.Equal(traceId.ToUpperInvariant(), message["DistributionEnvelope", "header", "trackingid"]);
        Assert.Equal("19841102", message["Person.DateOfBirth", "value", "value"]);
        Assert.Equal("Ewelina Nowakowski", $"{message["given"]} {message["family"]}");
        Assert.Equal(TestAuthority.Client("valid").Thumbprint, message.Certificate);
        Assert.Empty(message.Headers.Keys.Intersect(["traceparent", "Request-Id", "Cookie", "User-Agent"], StringComparer.OrdinalIgnoreCase));
    }

    [CertificateFact]
    [Requirement("SM-2")]
    public async Task An_ASID_is_sent_as_an_audit_identity_of_its_own_type()
    {
        await using var provider = await RunningProvider.StartAsync(options =>
        {
            fixture.Service.Configure(options);
            options.SmspAuditIdentity = "918999198993";
        });
        var person = fixture.Service.Knows(Person.New());

        await provider.RegisterAsync(person);

        var message = Assert.Single(fixture.Service.Received(person.NhsNumber));
        Assert.Equal("918999198993", message["auditIdentity", "id", "uri"]);
        Assert.Equal("1.2.826.0.1285.0.2.0.107", message["auditIdentity", "id", "type"]);
    }

    [CertificateFact]
    [Requirement("SM-2")]
    public async Task A_search_sends_the_demographics_that_the_practice_holds()
    {
        var nhsNumber = SampleData.NhsNumbers["unverified-deceased"];

        (await fixture.Provider.SendAsync(ApiRequest.SearchPatient(nhsNumber).With("Ssp-TraceID", "no UUID"))).Finds(0);

        var message = Assert.Single(fixture.Service.Received(nhsNumber));
        Assert.Equal("19391218", message["Person.DateOfBirth", "value", "value"]);
        Assert.Equal("Arnold Gillibrand", $"{message["given"]} {message["family"]}");
    }

    [CertificateFact]
    [Requirement("SM-1")]
    public async Task Names_with_any_characters_arrive_unchanged()
    {
        var person = fixture.Service.Knows(Person.New());
        person.Name["family"] = "O'Neill & <Søn> \"Łukasz\"";
        person.Name["given"] = new JsonArray("]]>");

        await fixture.Provider.RegisterAsync(person);

        var message = Assert.Single(fixture.Service.Received(person.NhsNumber));
        Assert.Equal("]]> O'Neill & <Søn> \"Łukasz\"", $"{message["given"]} {message["family"]}");
    }

    [CertificateFact]
    [Requirement("SM-1")]
    public async Task Names_are_sent_composed()
    {
        var person = fixture.Service.Knows(Person.New());
        person.Name["family"] = "Nu\u0301n\u0303ez";
        person.Name["given"] = new JsonArray("Zoe\u0308");

        await fixture.Provider.RegisterAsync(person);

        var message = Assert.Single(fixture.Service.Received(person.NhsNumber));
        Assert.Equal("Zo\u00EB N\u00FA\u00F1ez", $"{message["given"]} {message["family"]}");
    }

    [CertificateFact]
    [Requirement("SM-1")]
    public async Task Every_request_has_its_own_ids()
    {
        var person = Person.New();
        fixture.Service.Answer(person.NhsNumber, new Answer { Code = "DEMOG-0040" }.Reply);

        await fixture.Provider.SendAsync(person.Register());
        await fixture.Provider.SendAsync(person.Register());

        var messages = fixture.Service.Received(person.NhsNumber);
        var ids = messages.SelectMany(message => new[]
        {
            message["MessageID"], message["payload", "id"], message["DistributionEnvelope", "header", "trackingid"],
            message["getPatientDetailsByNHSNumberRequest-v1-0", "id", "root"],
        });
        Assert.Equal(8, ids.Distinct().Count());
    }

    [CertificateFact]
    [Requirement("SM-3")]
    public async Task Without_a_full_birth_date_no_request_is_sent()
    {
        const string Number = "9990001081";
        using var harness = new CommandHarness();
        await ImportAsync(fixture.Provider, harness, Number, "1976-04");

        (await fixture.Provider.SendAsync(ApiRequest.SearchPatient(Number))).Fails(500, "INTERNAL_SERVER_ERROR", "PDS");

        Assert.Empty(fixture.Service.Received(Number));
    }

    /// <summary>Imports an unverified patient of the sample practice with another id, NHS number and birth date.</summary>
    private static async Task ImportAsync(RunningProvider provider, CommandHarness harness, string nhsNumber, string birthDate)
    {
        var samples = await File.ReadAllTextAsync(Path.Combine(CommandHarness.Samples, SampleData.Ods, "patients.json"));
        var patient = JsonNode.Parse(samples)!["entry"]!.AsArray()
            .Select(entry => entry!["resource"]!.DeepClone().AsObject())
            .Single(resource => (string?)resource["id"] == "unverified-agrees");
        patient["id"] = "unverified-partly-known";
        patient["identifier"]![0]!["value"] = nhsNumber;
        patient["birthDate"] = birthDate;
        harness.Write("partly-known.json", patient.ToJsonString());
        var report = new ImportReport(line => Assert.Fail(line));
        await CommandStore.Importer(provider.Services, isDry: false).RunAsync(harness.Files, SampleData.Ods, report, default);
        Assert.Equal(0, report.Rejected);
    }
}
