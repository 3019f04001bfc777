using GpConnect.Testing.Commands;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>One store with the samples, for tests that do not change it.</summary>
public sealed class ImportedHarness : IAsyncLifetime
{
    internal CommandHarness Harness { get; } = new();

    public async Task InitializeAsync() => await Harness.DoAsync("import", CommandHarness.Samples);

    public Task DisposeAsync()
    {
        Harness.Dispose();
        return Task.CompletedTask;
    }
}
