using GpConnect.Testing.EndToEnd;

namespace GpConnect.Provider.Tests.EndToEnd;

public class BadInputTests(ProviderFixture fixture) : BadInputContract, IClassFixture<ProviderFixture>
{
    private protected override Task<ApiResponse> RawAsync(string request) => fixture.Provider.SendRawAsync(request);

    private protected override Task<ApiResponse> SendAsync(ApiRequest request) => fixture.Provider.SendAsync(request);
}
