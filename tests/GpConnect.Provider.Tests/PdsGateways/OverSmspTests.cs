using GpConnect.Foundations.Pds;
using GpConnect.Provider.Tests.EndToEnd;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.SpineMiniServices;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Provider.Tests.PdsGateways;

/// <summary>All that holds of registrations, with PDS asked by the Spine Mini Services.</summary>
public sealed class RegistrationOverSmspTests(MiniServiceFixture fixture) : RegistrationTests(fixture), IClassFixture<MiniServiceFixture>;

/// <summary>All that holds of searches that verify, with PDS asked by the Spine Mini Services.</summary>
public sealed class VerificationOverSmspTests(MiniServiceFixture fixture) : VerificationTests(fixture), IClassFixture<MiniServiceFixture>;

/// <summary>A provider whose PDS, another server, answers about the people of the provider's data set.</summary>
public sealed class MiniServiceFixture : ProviderFixture
{
    private MiniService pds = null!;

    public override async Task DisposeAsync()
    {
        if (pds is null)
        {
            return;
        }

        await base.DisposeAsync();
        await pds.DisposeAsync();
        Assert.Empty(pds.Rejected);
    }

    private protected override async Task<RunningProvider> StartAsync()
    {
        Skip.If(TestAuthority.Reason is not null, TestAuthority.Reason);
        pds = await MiniService.StartAsync();
        var provider = await RunningProvider.StartAsync(options =>
        {
            pds.Configure(options);

            // Two hundred at once wait for 64 connections; that a crowd is turned away is not what these tests are about.
            options.MaximumRequests = options.MaximumRequestsPerCaller = 400;
        });
        pds.Others = number => provider.Services.GetRequiredService<IPdsDataSet>().FindAsync(number, default);
        return provider;
    }
}
