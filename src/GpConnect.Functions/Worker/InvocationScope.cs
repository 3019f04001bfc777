namespace GpConnect.Functions.Worker;

/// <summary>Names the invocation in everything that is logged within it.</summary>
internal sealed record InvocationScope(string Id);
