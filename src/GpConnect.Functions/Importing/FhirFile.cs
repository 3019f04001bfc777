namespace GpConnect.Functions.Importing;

/// <summary>The resources of a file in any of the formats, in order.</summary>
internal static class FhirFile
{
    private const string Json = ".json";
    private const string Ndjson = ".ndjson";
    private const string Xml = ".xml";

    public static bool IsOne(string path) => Extension(path) is Json or Ndjson or Xml;

    public static IEnumerable<SourceRecord> Read(string path) => Extension(path) switch
    {
        Ndjson => ReadLines(path),
        Xml => XmlFile.Read(path),
        _ => JsonFile.Read(path),
    };

    private static IEnumerable<SourceRecord> ReadLines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        var number = 0;
        foreach (var line in Utf8Lines.Read(stream))
        {
            number++;
            if (line is null)
            {
                yield return SourceRecord.Bad($"line {number}", "the line is too long, and what follows was not read");
            }
            else if (line.Length > 0)
            {
                yield return SourceRecord.OfJson($"line {number}", line);
            }
        }
    }

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}
