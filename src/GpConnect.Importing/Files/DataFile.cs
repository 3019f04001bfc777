namespace GpConnect.Importing.Files;

/// <summary>A file to import: its kind, which its name decides, and its content, which may be compressed with gzip.</summary>
internal static class DataFile
{
    public const string Json = ".json";
    public const string Ndjson = ".ndjson";
    public const string Xml = ".xml";
    public const string Csv = ".csv";

    /// <summary>The readable kinds, as messages list them.</summary>
    public const string Kinds = ".json, .ndjson, .jsonl, .xml and .csv, each also as .gz";

    private const string Gzip = ".gz";
    private const string Jsonl = ".jsonl";

    /// <summary>One of the extensions above; null when import does not read such files.</summary>
    public static string? KindOf(string path)
    {
        var name = IsPacked(path) ? path[..^Gzip.Length] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            Jsonl => Ndjson,
            (Json or Ndjson or Xml or Csv) and var kind => kind,
            _ => null,
        };
    }

    public static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        return IsPacked(path) ? new GzipFile(file) : file;
    }

    /// <param name="most">The most bytes that the content may have once it is unpacked.</param>
    /// <returns>Null when the content is larger.</returns>
    public static byte[]? ReadAll(string path, long most)
    {
        using var stream = Open(path);
        if (stream is FileStream file)
        {
            return file.Length > most ? null : File.ReadAllBytes(path);
        }

        return ReadAll(stream, most);
    }

    /// <param name="most">The most bytes that the content may have.</param>
    /// <returns>Null when the content is larger.</returns>
    public static byte[]? ReadAll(Stream stream, long most)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (content.Length + read > most)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static bool IsPacked(string path) => path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase);
}
