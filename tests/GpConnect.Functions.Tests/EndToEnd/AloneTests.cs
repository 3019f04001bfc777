namespace GpConnect.Functions.Tests.EndToEnd;

/// <summary>Tests with a time limit that parallel tests would use up.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "Alone";
}
