namespace GpConnect.Testing.Fuzz;

/// <summary>Readers, and the servers to which they send inputs.</summary>
internal interface IReaders : IAsyncDisposable
{
    IReadOnlyList<IReader> All { get; }
}

internal static class ReaderNames
{
    public static IReader Find(this IReaders readers, string name) => readers.All.Single(reader => reader.Name == name);
}
