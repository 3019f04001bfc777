using GpConnect.Functions.Tests.EndToEnd;

namespace GpConnect.Functions.Tests.Audit;

public sealed class EmbeddedTrailTests(ProviderFixture fixture) : TrailContract, IClassFixture<ProviderFixture>
{
    private protected override RunningProvider Provider => fixture.Provider;
}
