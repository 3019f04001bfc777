[assembly: TestFramework("GpConnect.Testing.EndToEnd.TestRun", "GpConnect.Testing")]

namespace GpConnect.Testing;

/// <summary>Tests with a time limit that other tests of the project would use up.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "Alone";
}

/// <summary>A process has one console, so tests that capture it run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleTests
{
    public const string Name = "Console";
}
