using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace GpConnect.Provider.Tests.EndToEnd;

public class AuditTests : IAsyncLifetime
{
    private RunningProvider provider = null!;

    public async Task InitializeAsync() => provider = await RunningProvider.StartAsync();

    public async Task DisposeAsync() => await provider.DisposeAsync();

    [Fact]
    [Requirement("AT-1")]
    [Requirement("AT-5")]
    public async Task Every_request_leaves_one_entry_that_says_who_did_what()
    {
        foreach (var name in new[] { "metadata", "read patient", "search patient", "read practitioner", "search practitioner", "read organization", "search organization", "read location" })
        {
            var trace = Guid.NewGuid().ToString();
            (await provider.SendAsync(ApiRequest.Any(name).With("Ssp-TraceID", trace))).Succeeds();
            var entry = provider.AuditOf(trace);

            Assert.Equal(200, (int)entry["status"]!);
            Assert.Equal("user-1", (string?)entry["user"]!["id"]);
            Assert.Contains(Token.UserFamily, (string?)entry["user"]!["name"], StringComparison.Ordinal);
            Assert.Equal("UNK", (string?)entry["user"]!["sdsUserId"]);
            Assert.Equal("UNK", (string?)entry["user"]!["sdsRoleProfileId"]);
            Assert.Equal("B99999", (string?)entry["user"]!["organisationOdsCode"]);
            Assert.Equal("GPConnectTestSystem|Client", (string?)entry["device"]);
            Assert.Equal("200000000359", (string?)entry["fromAsid"]);
            Assert.Equal(SampleData.Asid, (string?)entry["toAsid"]);
            Assert.Equal(SampleData.Ods, (string?)entry["practice"]);
            Assert.StartsWith("urn:nhs:names:services:gpconnect:fhir:rest:", (string?)entry["interaction"], StringComparison.Ordinal);
            Assert.InRange(DateTimeOffset.Parse((string)entry["time"]!, System.Globalization.CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
            Assert.True((double)entry["milliseconds"]! > 0);
            Assert.Equal(ProductVersion.Text, (string?)entry["version"]);
            Assert.Equal("user-1", (string?)entry["claims"]!["sub"]);
            Assert.Equal(name == "metadata" ? 0 : 1, entry["resources"]!.AsArray().Count);
        }

        Assert.Equal(provider.Sequence().Order().Distinct(), provider.Sequence());
    }

    [Theory]
    [Case("AT-2", "unknown id", 404, "PATIENT_NOT_FOUND")]
    [Case("AT-2", "no header", 400, "BAD_REQUEST")]
    [Case("AT-2", "no token", 400, "BAD_REQUEST")]
    [Case("AT-2", "bad token", 400, "BAD_REQUEST")]
    [Case("AT-2", "unknown practice", 404, "ORGANISATION_NOT_FOUND")]
    [Case("AT-2", "outside the root", 400, "BAD_REQUEST")]
    [Case("AT-2", "bad search", 422, "INVALID_PARAMETER")]
    [Case("AT-2", "bad format", 415, "BAD_REQUEST")]
    [Case("AT-2", "bad body", 400, "BAD_REQUEST")]
    [Case("AT-2", "wrong scope", 400, "BAD_REQUEST")]
    public async Task Every_refused_request_leaves_one_entry_with_its_error(string id, string error, int status, string code)
    {
        Assert.NotEmpty(id);
        var trace = Guid.NewGuid().ToString();
        var request = error switch
        {
            "unknown id" => ApiRequest.Read("Patient", "unknown"),
            "no header" => ApiRequest.Metadata().Without("Ssp-From"),
            "no token" => ApiRequest.Metadata().Without("Authorization"),
            "bad token" => ApiRequest.Metadata().ChangeToken(token => token.Claims.Remove("iss")),
            "unknown practice" => ApiRequest.Metadata().Under("/Z99999/STU3/1/gpconnect"),
            "outside the root" => ApiRequest.Metadata().Under("/elsewhere"),
            "bad search" => ApiRequest.Search("Patient", "x"),
            "bad format" => ApiRequest.Metadata().With("Accept", "text/html"),
            "bad body" => ApiRequest.Register("{"),
            _ => ApiRequest.Metadata().WithScope("patient/*.read"),
        };
        var response = (await provider.SendAsync(request.With("Ssp-TraceID", trace))).Fails(status, code);
        var entry = provider.AuditOf(trace);

        Assert.Equal(status, (int)entry["status"]!);
        Assert.Equal(code, (string?)entry["error"]);
        Assert.Equal(response.Diagnostics, (string?)entry["diagnostics"]);
        Assert.NotNull(entry["interaction"]);
        Assert.True((double)entry["milliseconds"]! > 0);
        Assert.Equal(ProductVersion.Text, (string?)entry["version"]);
        Assert.Equal(error != "no token", (entry["claims"] ?? entry["authorization"]) is not null);
    }

    [Fact]
    [Requirement("AT-1")]
    public async Task A_registration_leaves_one_entry_with_the_patient()
    {
        var person = await provider.NewPersonAsync();
        var trace = Guid.NewGuid().ToString();
        var patient = (await provider.SendAsync(person.Register().With("Ssp-TraceID", trace))).Registers();
        var entry = provider.AuditOf(trace);

        Assert.Equal(200, (int)entry["status"]!);
        Assert.Equal([$"Patient/{(string?)patient["id"]}"], entry["resources"]!.AsArray().Select(resource => (string?)resource));
        Assert.Equal(("user-1", "B99999"), ((string?)entry["user"]!["id"], (string?)entry["user"]!["organisationOdsCode"]));
        Assert.Equal("urn:nhs:names:services:gpconnect:fhir:operation:gpc.registerpatient-1", (string?)entry["interaction"]);
        Assert.Equal("patient/*.write", (string?)entry["claims"]!["requested_scope"]);
    }

    [Fact]
    [Requirement("AT-7")]
    public async Task The_entry_of_a_request_that_finds_nothing_holds_the_requested_identifier()
    {
        Assert.Equal("unknown", await SoughtAsync(ApiRequest.Read("Patient", "unknown")));
        Assert.Equal(SampleData.NotInSystem, await SoughtAsync(ApiRequest.SearchPatient(SampleData.NotInSystem)));
        Assert.Equal(SampleData.NotInSystem, await SoughtAsync(Person.Unknown.Register()));
        Assert.Equal(SampleData.NotInSystem, await SoughtAsync(ApiRequest.SearchPatient(SampleData.NotInSystem).Without("Authorization")));
    }

    [Fact]
    [Requirement("AT-1")]
    public async Task A_search_that_verifies_leaves_one_entry_with_the_patient()
    {
        var trace = Guid.NewGuid().ToString();
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["unverified-agrees"]).With("Ssp-TraceID", trace))).Finds(1);

        Assert.Equal(["Patient/unverified-agrees"], provider.AuditOf(trace)["resources"]!.AsArray().Select(resource => (string?)resource));
    }

    [Theory]
    [Case("AT-35", 'x', 16)]
    [Case("AT-35", '\u0001', 80)]
    public async Task A_refused_request_cannot_write_more_than_a_large_legitimate_one(string id, char filler, int kilobytes)
    {
        Assert.NotEmpty(id);
        string Long(int length) => new(filler, length);
        var response = await provider.SendRawAsync(
            $"GET {SampleData.Root}/Patient/{new string('x', 7000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSsp-TraceID: {Long(2000)}\r\n"
            + $"Ssp-From: {Long(2000)}\r\nSsp-To: {Long(2000)}\r\nSsp-InteractionID: {Long(2000)}\r\nAuthorization: Bearer {Long(20_000)}\r\n\r\n");

        response.Fails(400, "BAD_REQUEST");
        var record = Assert.Single(provider.Audit());
        Assert.Equal("Bearer " + Long(8 * 1024 - 7), (string?)record["authorization"]);
        Assert.Equal(Long(256), (string?)record["traceId"]);
        Assert.InRange(record.ToJsonString().Length, 8 * 1024, kilobytes * 1024);
    }

    [Theory]
    [Formats]
    [Requirement("AT-3")]
    public async Task Without_an_audit_trail_every_request_fails(FhirFormat format)
    {
        var trail = new Mock<IAuditTrail>();
        trail.Setup(broken => broken.AppendAsync(It.IsAny<AuditEntry>())).Throws(new IOException("disk full"));
        await using var broken = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton(trail.Object));

        foreach (var name in new[] { "metadata", "read patient", "search patient", "read location" })
        {
            (await broken.SendAsync(ApiRequest.Any(name).As(format))).Fails(500, "INTERNAL_SERVER_ERROR", "audit");
        }

        (await broken.SendAsync(ApiRequest.Read("Patient", "unknown").As(format))).Fails(500, "INTERNAL_SERVER_ERROR", "audit");
        trail.Verify(used => used.AppendAsync(It.IsAny<AuditEntry>()), Times.Exactly(5));
    }

    [Theory]
    [Formats]
    [Requirement("AT-3")]
    public async Task Without_an_audit_trail_nothing_is_changed(FhirFormat format)
    {
        var person = await provider.NewPersonAsync();
        var before = provider.Fingerprint();
        provider.Execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END");

        (await provider.SendAsync(person.Register(format))).Fails(500, "INTERNAL_SERVER_ERROR");
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["unverified-agrees"]).As(format))).Fails(500, "INTERNAL_SERVER_ERROR");
        Assert.Equal(before, provider.Fingerprint());

        provider.Execute("DROP TRIGGER full");
        (await provider.SendAsync(person.Register(format))).Registers();
    }

    private async Task<string?> SoughtAsync(ApiRequest request)
    {
        var trace = Guid.NewGuid().ToString();
        await provider.SendAsync(request.With("Ssp-TraceID", trace));
        return (string?)provider.AuditOf(trace)["sought"];
    }
}
