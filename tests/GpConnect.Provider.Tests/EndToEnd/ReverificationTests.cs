using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>Renewed verification of patients whose NHS number was verified long ago.</summary>
public sealed class ReverificationTests
{
    private const int Days = 2;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [FormatCase("PS-12")]
    public async Task A_search_verifies_again_a_patient_verified_long_ago(string id, FhirFormat format)
    {
        Assert.NotEmpty(id);
        await using var provider = await StartAsync();
        var person = await RegisterAsync(provider);

        clock.Advance(TimeSpan.FromDays(Days) - TimeSpan.FromSeconds(1));
        Assert.Equal("1", await VersionAsync(provider, person, format));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("2", await VersionAsync(provider, person, format));

        clock.Advance(TimeSpan.FromDays(Days - 1));
        Assert.Equal("2", await VersionAsync(provider, person, format));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("3", await VersionAsync(provider, person, format));
    }

    [Theory]
    [FormatCase("PS-13", "other demographics")]
    [FormatCase("PS-13", "not found")]
    [FormatCase("PS-13", "superseded")]
    [FormatCase("PS-13", "invalid")]
    [FormatCase("PS-13", "sensitive")]
    [FormatCase("PS-13", "deceased")]
    public async Task A_patient_whom_PDS_no_longer_confirms_is_left_out(string id, FhirFormat format, string change)
    {
        Assert.NotEmpty(id);
        await using var provider = await StartAsync();
        var person = await RegisterAsync(provider);
        person.Pds = change switch
        {
            "other demographics" => person.Pds with { BirthDate = "1950-01-01", Family = "Quill" },
            "superseded" => person.Pds with { IsSuperseded = true },
            "invalid" => person.Pds with { IsInvalid = true },
            "sensitive" => person.Pds with { IsSensitive = true },
            "deceased" => person.Pds with { DeathDate = "2026-12-01" },
            _ => person.Pds,
        };
        await provider.AddToPdsAsync(person);
        if (change == "not found")
        {
            provider.Execute("DELETE FROM pds");
        }

        clock.Advance(TimeSpan.FromDays(Days - 1));
        (await provider.SendAsync(person.Search().As(format))).Finds(1);
        clock.Advance(TimeSpan.FromDays(1));
        var before = provider.Fingerprint();

        (await provider.SendAsync(person.Search().As(format))).Finds(0);
        Assert.Equal(before, provider.Fingerprint());
    }

    [Theory]
    [FormatCase("PS-14")]
    public async Task Without_PDS_a_search_that_must_verify_again_fails(string id, FhirFormat format)
    {
        Assert.NotEmpty(id);
        var pds = new Mock<IPdsGateway>();
        pds.Setup(gateway => gateway.RetrieveAsync(It.IsAny<PdsQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new PdsResponse.Unavailable("timeout"));
        await using var provider = await StartAsync(services => services.AddSingleton(pds.Object));
        var search = ApiRequest.SearchPatient(SampleData.Patient1).As(format);
        (await provider.SendAsync(search)).Finds(1);

        // The samples were verified when they were imported, by the clock of the system and not by this one.
        clock.SetUtcNow(TimeProvider.System.GetUtcNow().AddDays(Days));
        var before = provider.Fingerprint();

        (await provider.SendAsync(search)).Fails(500, "INTERNAL_SERVER_ERROR", "PDS");
        Assert.Equal(before, provider.Fingerprint());
    }

    [Fact]
    [Requirement("PS-15")]
    public async Task Without_the_setting_no_patient_is_verified_again()
    {
        var pds = new Mock<IPdsGateway>(MockBehavior.Strict);
        await using var provider = await StartAsync(services => services.AddSingleton(pds.Object), null);
        clock.SetUtcNow(TimeProvider.System.GetUtcNow().AddDays(100 * Days));

        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Finds(1);
        pds.VerifyNoOtherCalls();
    }

    private Task<RunningProvider> StartAsync(Action<IServiceCollection>? replaceServices = null, int? days = Days) => RunningProvider.StartAsync(
        options => (options.VerificationDays, options.RegistrationDays) = (days, 3650),
        services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            replaceServices?.Invoke(services);
        });

    private static async Task<Person> RegisterAsync(RunningProvider provider)
    {
        var person = await provider.NewPersonAsync();
        await provider.RegisterAsync(person);
        return person;
    }

    private static async Task<string?> VersionAsync(RunningProvider provider, Person person, FhirFormat format) =>
        (string?)Assert.Single((await provider.SendAsync(person.Search().As(format))).Finds(1))["meta"]!["versionId"];
}
