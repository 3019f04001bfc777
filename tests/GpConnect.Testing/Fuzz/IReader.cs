namespace GpConnect.Testing.Fuzz;

/// <summary>A reader of outside bytes: how bytes get to it, where to begin, and what has to hold whatever they are.</summary>
internal interface IReader
{
    string Name { get; }

    /// <summary>Inputs that are right, or fail at its last check.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <param name="done">Called when the product has done its part, before the answer is judged.</param>
    /// <returns>What is wrong with the answer; null when nothing is.</returns>
    Task<string?> TryAsync(byte[] input, Action? done = null);
}
