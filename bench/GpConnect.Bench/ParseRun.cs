using GpConnect.Importing.Files;
using GpConnect.Importing.Records;

namespace GpConnect.Harness;

/// <summary>
/// The upper limit of an import: reads, parses and validates the same files with the same code on every core, and writes nothing.
/// </summary>
internal static class ParseRun
{
    public static int Run(string folder)
    {
        var records = ImportSource.Find(folder).Groups
            .SelectMany(part => part.Files)
            .SelectMany(file => FhirFile.Read(file).Select(record => (File: file, Record: record)));
        var count = records.AsParallel().Select(source => ReadRecord.Of(source.File, source.Record, TimeProvider.System.GetUtcNow())).Count(record => record.IsValid);
        Console.WriteLine($"{count} records");
        return 0;
    }
}
