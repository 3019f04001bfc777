namespace GpConnect.Testing.Fuzz;

/// <summary>A reader of bytes from outside: how to pass bytes to it, which to begin with, and what must hold for any bytes.</summary>
internal interface IReader
{
    string Name { get; }

    /// <summary>Inputs that are valid, or fail only the last check.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <param name="done">Called when the product has done its part, before the answer is checked.</param>
    /// <returns>What is wrong with the answer; null when nothing is.</returns>
    Task<string?> TryAsync(byte[] input, Action? done = null);
}
