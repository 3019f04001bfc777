using GpConnect.Spine.SpineDirectory;
using GpConnect.Testing;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineDirectory;

namespace GpConnect.Spine.Tests.SpineDirectory;

/// <summary>The results of a look-up, the same by every protocol for the same records: those of <see cref="Registered.Sample"/>.</summary>
public abstract class SpineDirectoryContract
{
    [SkippableTheory]
    [Case("SDS-1", "A20047")]
    [Case("SDS-1", "a20047")]
    public async Task A_practice_is_found_with_its_root_unchanged_and_the_ASID_of_its_provider(string id, string odsCode)
    {
        Assert.NotEmpty(id);
        using var directory = await DirectoryAsync();

        var found = await new SdsSession(directory).FindEndpointAsync(odsCode, Registered.Search, default);

        Assert.True(found.Try(out var endpoint, out var error), error?.Message);
        Assert.Equal(new SdsEndpoint(Registered.Root, "918999198993", "A20047-8200001"), endpoint);
    }

    [SkippableFact]
    [Requirement("SDS-1")]
    public async Task A_party_key_matches_in_either_case()
    {
        using var directory = await DirectoryAsync();

        var found = await new SdsSession(directory).FindEndpointAsync("B10006", Registered.Search, default);

        Assert.True(found.Try(out var endpoint, out var error), error?.Message);
        Assert.Equal("918999190006", endpoint.Asid);
    }

    [SkippableFact]
    [Requirement("SDS-18")]
    public async Task A_system_without_the_interaction_is_ignored_although_it_shares_the_party_key()
    {
        using var directory = await DirectoryAsync();

        var found = await new SdsSession(directory).FindEndpointAsync("B10008", Registered.Search, default);

        Assert.True(found.Try(out var endpoint, out var error), error?.Message);
        Assert.Equal("918999190008", endpoint.Asid);
    }

    [SkippableTheory]
    [Case("SDS-2", "Z99999", Registered.Search)]
    [Case("SDS-2", "A20047", "urn:nhs:names:services:gpconnect:fhir:rest:read:metadata-1")]
    [Case("SDS-2", "A20047", "URN:NHS:NAMES:SERVICES:GPCONNECT:FHIR:REST:SEARCH:PATIENT-1")]
    [Case("SDS-4", "*", Registered.Search)]
    [Case("SDS-4", "A2004*", Registered.Search)]
    [Case("SDS-4", "A20047", "*")]
    [Case("SDS-4", "A20047)(objectClass=*", Registered.Search)]
    [Case("SDS-4", "*)(|(nhsIDCode=A20047)", Registered.Search)]
    [Case("SDS-4", "\\4120047", Registered.Search)]
    [Case("SDS-4", "A20047\0", Registered.Search)]
    [Case("SDS-4", "A20047&identifier=", Registered.Search)]
    [Case("SDS-4", "A20047|", Registered.Search)]
    [Case("SDS-4", "Å20047 (é)", Registered.Search)]
    public async Task A_practice_that_is_not_registered_does_not_offer_the_interaction(string id, string odsCode, string interaction)
    {
        Assert.NotEmpty(id);
        using var directory = await DirectoryAsync();

        var found = await new SdsSession(directory).FindEndpointAsync(odsCode, interaction, default);

        Assert.False(found.Try(out _, out var error));
        Assert.Equal(SdsFailureKind.NotOffered, error.Kind);
    }

    [SkippableTheory]
    [Case("SDS-3", "B10001", "2 endpoints")]
    [Case("SDS-3", "B10002", "2 endpoints")]
    [Case("SDS-3", "B10003", "no AS record")]
    [Case("SDS-3", "B10004", "2 ASIDs")]
    [Case("SDS-18", "B10009", "no AS record")]
    [Case("SDS-3", "B10005", "no URL")]
    [Case("SDS-3", "B10007", "no ASID of 12 digits")]
    public async Task Ambiguous_or_invalid_records_are_an_error_and_none_is_chosen(string id, string odsCode, string message)
    {
        Assert.NotEmpty(id);
        using var directory = await DirectoryAsync();

        var found = await new SdsSession(directory).FindEndpointAsync(odsCode, Registered.Search, default);

        Assert.False(found.Try(out _, out var error));
        Assert.Equal(SdsFailureKind.Misconfigured, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [Case("SDS-5", "X99", "918999198993", null)]
    [Case("SDS-5", "y99", "918999198001", null)]
    [Case("SDS-5", null, null, SdsFailureKind.Misconfigured)]
    [Case("SDS-5", "Z99", null, SdsFailureKind.NotOffered)]
    public async Task The_own_ASID_is_that_of_the_system_of_the_supplier(string id, string? supplier, string? asid, object? kind)
    {
        Assert.NotEmpty(id);
        using var directory = await DirectoryAsync();

        var found = await new SdsSession(directory).FindOwnAsidAsync("a20047", Registered.Search, supplier, default);

        Assert.Equal(asid is not null, found.Try(out var own, out var error));
        Assert.Equal((asid, kind), (own, error?.Kind));
    }

    internal abstract Task<TestSettings> OptionsAsync();

    private async Task<ISpineDirectory> DirectoryAsync() => SdsDirectory.Of(await OptionsAsync())!;
}

public sealed class PlainLdapTests : SpineDirectoryContract
{
    internal override async Task<TestSettings> OptionsAsync() => (await Slapd.SampleAsync()).Plain();
}

public sealed class SecureLdapTests : SpineDirectoryContract
{
    internal override async Task<TestSettings> OptionsAsync() => (await Slapd.SampleAsync()).Secure();
}

public sealed class SdsFhirTests : SpineDirectoryContract, IAsyncLifetime
{
    private SdsFhirDouble sds = null!;

    public async Task InitializeAsync() => sds = await SdsFhirDouble.StartAsync(Registered.Sample);

    public async Task DisposeAsync() => await sds.DisposeAsync();

    internal override Task<TestSettings> OptionsAsync() => Task.FromResult(sds.Options());
}
