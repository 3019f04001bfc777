namespace GpConnect.Functions.Tests.Commands;

/// <summary>A process has one console, so tests that capture it run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleTests
{
    public const string Name = "Console";
}
