using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>The effects of settings.</summary>
public class SettingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [Case("JW-17", 60, -359, true)]
    [Case("JW-17", 60, -360, false)]
    [Case("JW-17 JW-14", 0, -299, true)]
    [Case("JW-17 JW-14", 0, -300, false)]
    public async Task A_leeway_extends_the_life_of_tokens(string id, int leeway, int issued, bool accepted)
    {
        Assert.NotEmpty(id);
        await using var provider = await RunningProvider.StartAsync(options => options.TokenLeewaySeconds = leeway, services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now)));
        var response = await provider.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.IssuedAt(Now.ToUnixTimeSeconds() + issued)));

        Assert.Equal(accepted ? 200 : 400, response.Status);
    }

    [Theory]
    [Case("JW-18", 600, true)]
    [Case("JW-18", 601, false)]
    public async Task A_maximum_refuses_tokens_issued_too_far_in_the_future(string id, int issued, bool accepted)
    {
        Assert.NotEmpty(id);
        await using var provider = await RunningProvider.StartAsync(options => options.TokenMaximumFutureSeconds = 600, services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now)));
        var response = await provider.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.IssuedAt(Now.ToUnixTimeSeconds() + issued)));

        Assert.Equal(accepted ? 200 : 400, response.Status);
        Assert.True(accepted || response.Diagnostics!.Contains("iat", StringComparison.Ordinal));
    }

    [Theory]
    [Formats]
    [Requirement("JW-24")]
    [Requirement("HD-5")]
    public async Task The_audience_is_checked_when_configured(FhirFormat format)
    {
        await using var provider = await RunningProvider.StartAsync(options =>
        {
            options.CheckAudience = true;
            options.PublicHost = "https://provider.example";
        });

        foreach (var other in new[] { "https://authorize.fhir.nhs.net/token", "https://provider.example", "https://provider.example/R1A14/STU3/1/gpconnect", "https://provider.example/A20047/STU3/1/gpconnect/" })
        {
            (await provider.SendAsync(ApiRequest.Metadata().As(format).ChangeToken(token => token.Claims["aud"] = other))).Fails(400, "BAD_REQUEST", "aud");
        }

        var response = await provider.SendAsync(ApiRequest.Read("Patient", "1").As(format).ChangeToken(token => token.Claims["aud"] = "https://provider.example/A20047/STU3/1/gpconnect"));
        response.Succeeds();
        Assert.Equal("https://provider.example/A20047/STU3/1/gpconnect/Patient/1/_history/1", response.Header("Content-Location"));
    }

    [Fact]
    [Requirement("JW-37")]
    public async Task A_read_scope_of_the_other_kind_is_accepted_when_configured()
    {
        await using var provider = await RunningProvider.StartAsync(options => options.MatchScopeByAccess = true);

        foreach (var scope in new[] { "patient/*.read", "organization/*.read" })
        {
            (await provider.SendAsync(ApiRequest.Any("search patient").WithScope(scope))).Succeeds();
            (await provider.SendAsync(ApiRequest.Any("search organization").WithScope(scope))).Succeeds();
            (await provider.SendAsync(ApiRequest.Any("register").WithScope(scope))).Fails(400, "BAD_REQUEST", "requested_scope");
        }

        foreach (var scope in new[] { "patient/*.write", "organization/*.write" })
        {
            (await provider.SendAsync(ApiRequest.Any("read patient").WithScope(scope))).Fails(400, "BAD_REQUEST", "requested_scope");
        }
    }

    [Theory]
    [Formats]
    [Requirement("RT-7")]
    public async Task A_service_root_without_an_ODS_code_belongs_to_one_practice(FhirFormat format)
    {
        const string Root = "/gpconnect-demonstrator/v1/fhir";
        await using var provider = await RunningProvider.StartAsync(options =>
        {
            options.ServiceRoot = Root;
            options.SinglePractice = SampleData.Ods;
        });

        foreach (var name in new[] { "metadata", "read patient", "search patient", "search organization", "read location" })
        {
            (await provider.SendAsync(ApiRequest.Any(name).As(format).Under(Root))).Succeeds();
        }

        Assert.Equal(Root + "/Patient/1/_history/1", (await provider.SendAsync(ApiRequest.Read("Patient", "1").As(format).Under(Root))).Header("Content-Location"));
        (await provider.SendAsync((await provider.NewPersonAsync()).Register(format).Under(Root))).Registers();
        (await provider.SendAsync(ApiRequest.Read("Patient", "p-3").As(format).Under(Root))).Fails(404, "PATIENT_NOT_FOUND");
        (await provider.SendAsync(ApiRequest.Metadata().As(format))).Fails(400, "BAD_REQUEST");
    }
}
