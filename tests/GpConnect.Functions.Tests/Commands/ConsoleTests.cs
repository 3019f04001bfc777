namespace GpConnect.Functions.Tests.Commands;

/// <summary>The console is one a process, so tests that capture it run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleTests
{
    public const string Name = "Console";
}
