namespace GpConnect.Importing.Files;

/// <summary>The resources of a FHIR file in any format, in file order.</summary>
internal static class FhirFile
{
    public static bool IsOne(string path) => DataFile.KindOf(path) is DataFile.Json or DataFile.Ndjson or DataFile.Xml;

    public static IEnumerable<SourceRecord> Read(string path)
    {
        // Deferred: the first MoveNext opens the file, so TryNext also catches its errors.
        using var records = Enumerable.Repeat(path, 1).SelectMany(ReadKind).GetEnumerator();
        while (TryNext(records, out var error))
        {
            yield return error is null ? records.Current : SourceRecord.Unreadable(error);
            if (error is not null)
            {
                yield break;
            }
        }
    }

    private static IEnumerable<SourceRecord> ReadKind(string path) => DataFile.KindOf(path) switch
    {
        DataFile.Ndjson => ReadLines(path),
        DataFile.Xml => XmlFile.Read(path),
        _ => JsonFile.Read(path),
    };

    /// <param name="error">Why the file cannot be read any further; null when it can.</param>
    private static bool TryNext(IEnumerator<SourceRecord> records, out string? error)
    {
        error = null;
        try
        {
            return records.MoveNext();
        }
        catch (InvalidDataException exception)
        {
            error = exception.Message == BoundedStream.Error ? BoundedStream.Error : GzipFile.Error;
            return true;
        }
    }

    private static IEnumerable<SourceRecord> ReadLines(string path)
    {
        using var stream = DataFile.Open(path);
        var number = 0;
        foreach (var line in Utf8Lines.Read(stream))
        {
            number++;
            if (line is null)
            {
                yield return SourceRecord.Unreadable("the line is too long; the rest of the file was not read", at: new FilePosition(number, 1));
            }
            else if (line.Length > 0)
            {
                yield return SourceRecord.OfJson(line, start: new FilePosition(number, 1));
            }
        }
    }
}
