using GpConnect.Testing.Audit;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Storage.Sqlite.Tests.Audit;

public sealed class EmbeddedTrailTests(ProviderFixture fixture) : TrailContract, IClassFixture<ProviderFixture>
{
    private protected override RunningProvider Provider => fixture.Provider;
}
