using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.SpineMiniServices;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Spine.Tests.PdsGateways;

/// <summary>The tests of registrations, with PDS queried by the Spine Mini Services.</summary>
public sealed class RegistrationOverSmspTests(MiniServiceFixture fixture) : RegistrationContract(fixture), IClassFixture<MiniServiceFixture>;

/// <summary>The tests of searches that verify, with PDS queried by the Spine Mini Services.</summary>
public sealed class VerificationOverSmspTests(MiniServiceFixture fixture) : VerificationContract(fixture), IClassFixture<MiniServiceFixture>;

/// <summary>A provider whose PDS is a separate server that returns the people of the provider's data set.</summary>
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

            // Two hundred concurrent requests wait for 64 connections. These tests are not about the rejection of excess requests.
            options.MaximumRequests = options.MaximumRequestsPerCaller = 400;
        });
        pds.Others = number => provider.Services.GetRequiredService<IPdsDataSet>().FindAsync(number, default);
        return provider;
    }
}
