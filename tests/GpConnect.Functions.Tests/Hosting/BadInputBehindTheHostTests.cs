using System.Text;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>Hostile input that the host forwards, or refuses itself.</summary>
public sealed class BadInputBehindTheHostTests(HostedProviderFixture fixture) : BadInputContract, IClassFixture<HostedProviderFixture>
{
    private HostedProvider Provider => LinuxOnly.Require(fixture.Provider);

    private protected override async Task<ApiResponse> RawAsync(string request) =>
        new(await RawConnection.SendAsync(Provider.Host.Url.Port, Encoding.Latin1.GetBytes(request)));

    private protected override Task<ApiResponse> SendAsync(ApiRequest request) => Provider.SendAsync(request);
}
