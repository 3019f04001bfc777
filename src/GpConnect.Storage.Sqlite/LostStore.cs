using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

/// <summary>A data folder whose store was removed or emptied: its other files show that there was one.</summary>
internal static class LostStore
{
    /// <summary>The files of a store in its folder, as patterns; without them a store begins from scratch.</summary>
    public static IReadOnlyList<string> Files { get; } = ["gpconnect.db*", "reserve", "before-restore-*.db"];

    /// <param name="file">The file of the store.</param>
    /// <param name="anchors">The file of audit anchors; null when there is none.</param>
    /// <exception cref="StoreUnavailableException">A new store would take the place of one that is missing.</exception>
    public static void Refuse(string file, string? anchors)
    {
        StoreFolder.RequireAccess(file);
        var path = Path.GetFullPath(file);
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            return;
        }

        // In this order, because another process that creates a store writes its file before the others.
        if (Traces(folder, anchors) is { Count: > 0 } traces && !HasContent(path))
        {
            throw new StoreUnavailableException(
                $"The store {path} is missing or empty, but {string.Join(", ", traces)} in its folder {(traces.Count == 1 ? "shows" : "show")} that there was one. Put it back or restore a backup (docs/operations/damaged-database.md, 'A missing store'). To start from scratch, remove {(traces.Count == 1 ? "that file" : "those files")} first; nothing was changed.");
        }
    }

    private static List<string> Traces(string folder, string? anchors)
    {
        var traces = Files.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Where(HasContent).ToList();
        if (anchors is not null && Path.GetDirectoryName(Path.GetFullPath(anchors)) == folder && HasContent(anchors))
        {
            traces.Add(anchors);
        }

        return [.. traces.Select(trace => Path.GetFileName(trace)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether the file holds anything; an empty one may be left by a start that failed.</summary>
    private static bool HasContent(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };
}
