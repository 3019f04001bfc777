namespace GpConnect.Functions.Tests.Commands;

/// <summary>One store with the samples for tests that change nothing in it.</summary>
public sealed class ImportedBench : IAsyncLifetime
{
    internal Workbench Bench { get; } = new();

    public async Task InitializeAsync() => await Bench.DoAsync("import", Workbench.Samples);

    public Task DisposeAsync()
    {
        Bench.Dispose();
        return Task.CompletedTask;
    }
}
