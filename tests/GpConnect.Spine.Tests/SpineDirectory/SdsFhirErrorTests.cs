using GpConnect.Spine.SpineDirectory;
using GpConnect.Testing;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineDirectory;

namespace GpConnect.Spine.Tests.SpineDirectory;

/// <summary>The requests to the SDS FHIR API, and the answers that it may return.</summary>
public sealed class SdsFhirErrorTests : IAsyncLifetime
{
    private SdsFhirDouble sds = null!;

    public async Task InitializeAsync() => sds = await SdsFhirDouble.StartAsync(Registered.Sample);

    public async Task DisposeAsync() => await sds.DisposeAsync();

    [Fact]
    [Requirement("SDS-11")]
    public async Task The_MHS_record_is_queried_first_and_then_the_AS_record_by_its_party_key()
    {
        using var directory = SdsDirectory.Of(sds.Options())!;

        await new SdsSession(directory).FindEndpointAsync("a20047", Registered.Search, default);

        const string Query = "?organization=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fods-organization-code%7CA20047"
            + "&identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2FnhsServiceInteractionId%7Curn%3Anhs%3Anames%3Aservices%3Agpconnect%3Afhir%3Arest%3Asearch%3Apatient-1";
        Assert.Equal(
            [
                $"/spine-directory/FHIR/R4/Endpoint{Query}",
                $"/spine-directory/FHIR/R4/Device{Query}&identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2FnhsMhsPartyKey%7CA20047-8200001",
            ],
            sds.Requests);
        Assert.Equal(["no-cache", "no-cache"], sds.CacheControls);
    }

    [Fact]
    [Requirement("SDS-6")]
    public async Task A_session_does_not_repeat_a_successful_query_but_another_session_does()
    {
        using var directory = SdsDirectory.Of(sds.Options())!;
        var session = new SdsSession(directory);
        foreach (var odsCode in new[] { "A20047", "a20047" })
        {
            Assert.True((await session.FindEndpointAsync(odsCode, Registered.Search, default)).Try(out _, out _));
            Assert.True((await session.FindOwnAsidAsync(odsCode, Registered.Search, "X99", default)).Try(out _, out _));
        }

        Assert.Equal(3, sds.Requests.Count);
        await session.FindEndpointAsync("A20047", Registered.Search + "x", default);
        Assert.Equal(4, sds.Requests.Count);
        await new SdsSession(directory).FindEndpointAsync("A20047", Registered.Search, default);
        Assert.Equal(6, sds.Requests.Count);
    }

    [Theory]
    [Case("SDS-6", "Z99999")]
    [Case("SDS-6", "B10001")]
    [Case("SDS-6", "F502")]
    public async Task An_unsuccessful_query_is_made_again(string id, string odsCode)
    {
        Assert.NotEmpty(id);
        using var directory = SdsDirectory.Of(sds.Options())!;
        var session = new SdsSession(directory);

        await session.FindEndpointAsync(odsCode, Registered.Search, default);
        await session.FindEndpointAsync(odsCode, Registered.Search, default);

        Assert.Equal(2, sds.Requests.Count);
    }

    [Theory]
    [Case("SDS-12", "F401", "401: it does not accept the API key")]
    [Case("SDS-12", "F404", "404: there is no SDS FHIR API")]
    [Case("SDS-12", "F429", "429: too many requests")]
    [Case("SDS-12", "F500", "500")]
    [Case("SDS-12", "F502", "502")]
    [Case("SDS-12", "F504", "504")]
    [Case("SDS-12", "FREDIRECT", "302")]
    [Case("SDS-12", "FMALFORMED", "something other than records")]
    [Case("SDS-12", "FHTML", "something other than records")]
    [Case("SDS-12", "FNULL", "something other than records")]
    [Case("SDS-12", "FOTHER", "something other than records")]
    [Case("SDS-12", "FTOTAL", "something other than records")]
    [Case("SDS-12", "FTYPES", "something other than records")]
    [Case("SDS-12", "FDEEP", "something other than records")]
    [Case("SDS-12", "FHUGE", "its answer is incomplete")]
    [Case("SDS-12", "FTRUNCATED", "its answer is incomplete")]
    [Case("SDS-12", "FCUT", "its answer is incomplete")]
    public async Task An_answer_other_than_records_is_a_failure_of_the_look_up(string id, string odsCode, string message)
    {
        Assert.NotEmpty(id);

        Assert.Contains(message, await ErrorAsync(sds.Options(), odsCode), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("SDS-8")]
    public async Task A_silent_directory_is_abandoned_at_the_time_limit()
    {
        var options = sds.Options();
        (options.SdsConnectSeconds, options.SdsQuerySeconds) = (1, 1);

        Assert.Contains("did not answer within 2 seconds", await ErrorAsync(options, "FSLOW"), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("SDS-11")]
    public async Task The_key_is_sent_and_never_shown()
    {
        var options = sds.Options();
        options.SdsApiKey = "wrong-key";

        var error = await ErrorAsync(options, "A20047");

        Assert.Contains("401", error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-key", error, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("SDS-8")]
    public async Task An_unreachable_API_is_reported_in_one_clear_line()
    {
        var options = sds.Options();
        options.SdsFhirEndpoint = new Uri("http://127.0.0.1:9/");

        Assert.Contains("SDS cannot be reached", await ErrorAsync(options, "A20047"), StringComparison.Ordinal);
    }

    private static async Task<string> ErrorAsync(TestSettings options, string odsCode)
    {
        using var directory = SdsDirectory.Of(options)!;
        var found = await new SdsSession(directory).FindEndpointAsync(odsCode, Registered.Search, default);
        Assert.False(found.Try(out _, out var error));
        Assert.Equal(SdsFailureKind.Unavailable, error.Kind);
        return error.Message;
    }
}
