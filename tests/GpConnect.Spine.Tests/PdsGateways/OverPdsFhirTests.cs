using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.PdsFhir;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Spine.Tests.PdsGateways;

/// <summary>The tests of registrations, with PDS queried by its FHIR API.</summary>
public sealed class RegistrationOverPdsFhirTests(PdsFhirFixture fixture) : RegistrationContract(fixture), IClassFixture<PdsFhirFixture>
{
    /// <summary>PDS has only lines and a postcode.</summary>
    private protected override string AddressOnPds => """{"use":"home","line":["1 Spine Street","Leeds","West Yorkshire"],"postalCode":"LS1 1AA"}""";
}

/// <summary>The tests of searches that verify, with PDS queried by its FHIR API.</summary>
public sealed class VerificationOverPdsFhirTests(PdsFhirFixture fixture) : VerificationContract(fixture), IClassFixture<PdsFhirFixture>;

/// <summary>The tests of text from PDS, with PDS queried by its FHIR API.</summary>
public sealed class TextOverPdsFhirTests(PdsFhirFixture fixture) : TextOfPdsContract(fixture), IClassFixture<PdsFhirFixture>;

/// <summary>A provider whose PDS is a separate server that returns the people of the provider's data set.</summary>
public sealed class PdsFhirFixture : ProviderFixture
{
    private PdsServer pds = null!;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await pds.DisposeAsync();
    }

    private protected override async Task<RunningProvider> StartAsync()
    {
        pds = await PdsServer.StartAsync();
        var provider = await RunningProvider.StartAsync(pds.Configure);
        pds.Others = number => provider.Services.GetRequiredService<IPdsDataSet>().FindAsync(number, default);
        return provider;
    }
}
