using System.Text;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>What the Functions host changes on the way, and what it lets through up to its own limits (docs/functions-host.md).</summary>
public sealed class HostTests(HostedProviderFixture fixture) : IClassFixture<HostedProviderFixture>
{
    private readonly HostedProvider provider = LinuxOnly.Require(fixture.Provider);

    [LinuxTheory]
    [Case("FH-3", "/Patient/1%2F2", "logical id")]
    [Case("FH-3", "/Patient/%31", null)]
    [Case("FH-3", "/Patient/1|2", "logical id")]
    [Case("FH-3", "/Patient/1%zz", "logical id")]
    [Case("FH-3", "/Patient/%C3%A9", "logical id")]
    [Case("FH-3", "/nothing/../Patient/1", null)]
    [Case("FH-3", "/Patient//1", "does not fit")]
    [Case("FH-3", "/Patient/1/", "does not fit")]
    public async Task A_path_that_the_host_rewrites_names_no_other_resource(string id, string path, string? refusal)
    {
        Assert.NotEmpty(id);
        var response = await provider.SendAsync(ApiRequest.Read("Patient", "1").At(path));

        if (refusal is null)
        {
            Assert.Equal("1", (string)response.Succeeds()["id"]!);
        }
        else
        {
            response.Fails(400, "BAD_REQUEST", refusal);
        }
    }

    [LinuxTheory]
    [Case("FH-3", "Ssp-TraceID", "7d2ff3b4-5c1d-4c3e-9d0e-6a8b2f1c0001")]
    [Case("FH-3", "Ssp-From", "200000000359")]
    [Case("FH-3", "Ssp-To", SampleData.Asid)]
    [Case("FH-3", "Ssp-InteractionID", "urn:nhs:names:services:gpconnect:fhir:rest:read:patient-1")]
    public async Task A_header_that_is_sent_twice_is_refused_although_the_host_joins_it(string id, string name, string value)
    {
        Assert.NotEmpty(id);
        (await provider.SendAsync(ApiRequest.Read("Patient", "1").With(name, value).Also(name, value))).Fails(400, "BAD_REQUEST", name);
    }

    [LinuxFact]
    [Requirement("FH-3")]
    public async Task A_verb_in_lower_case_means_the_same() => (await provider.SendAsync(ApiRequest.Read("Patient", "1").By("get"))).Succeeds();

    [LinuxTheory]
    [Case("FH-13", "many headers")]
    [Case("FH-13", "large headers")]
    [Case("FH-13", "long target")]
    [Case("FH-13", "target that grows when it is escaped again")]
    [Case("FH-13", "large body")]
    public async Task A_request_at_the_limits_of_the_host_is_answered_by_the_provider(string id, string limit)
    {
        Assert.NotEmpty(id);
        var request = AtLimit(limit);

        var response = await provider.SendAsync(request);

        Assert.Contains(response.Status, (int[])[200, 400, 413]);
        Assert.True(provider.Host.Invocations.Last().HasSucceeded);
    }

    private static ApiRequest AtLimit(string limit)
    {
        var request = ApiRequest.Read("Patient", "1");
        switch (limit)
        {
            case "many headers":
                Enumerable.Range(0, 90).ToList().ForEach(number => request.With($"X-Custom-{number}", "value"));
                return request;
            case "large headers":
                Enumerable.Range(0, 7).ToList().ForEach(number => request.With($"X-Custom-{number}", new string('x', 4000)));
                return request;
            case "long target":
                return request.Query($"a={new string('x', 7800)}");
            case "large body":
                return ApiRequest.Register(Encoding.UTF8.GetBytes(new string(' ', 6_000_000)));
            default:
                return request.At($"/Patient/{new string('|', 7500)}");
        }
    }
}
