namespace GpConnect.Functions.Tests.EndToEnd;

/// <summary>Tests with a time limit that other tests would eat into.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "Alone";
}
