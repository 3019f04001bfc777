using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>The files of an import by kind, which their names decide.</summary>
/// <param name="Groups">FHIR files by the practice that they belong to.</param>
/// <param name="Pds">CSV files with PDS records or flags.</param>
/// <param name="Skipped">Files of other kinds.</param>
internal sealed record ImportSource(IReadOnlyList<FhirGroup> Groups, IReadOnlyList<string> Pds, IReadOnlyList<string> Skipped)
{
    private const string PracticeFile = "practice.json";

    /// <summary>Whether a folder was given: content of it that is not a record is skipped, whereas a single file is refused.</summary>
    public bool IsFolder { get; private init; }

    public IEnumerable<string> PracticeFiles => Groups.Select(group => group.PracticeFile).OfType<string>();

    public bool IsEmpty => Groups.Count == 0 && Pds.Count == 0;

    public static ImportSource Find(string path)
    {
        var isFolder = Directory.Exists(path);
        string[] files = isFolder
            ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [path];
        var groups = files
            .Where(FhirFile.IsOne)
            .GroupBy(PracticeFileOf, StringComparer.Ordinal)
            .Select(group => new FhirGroup(NullIfEmpty(group.Key), [.. group.Where(file => Path.GetFileName(file) != PracticeFile)]));
        return new ImportSource(
            [.. groups],
            [.. files.Where(file => DataFile.KindOf(file) == DataFile.Csv)],
            [.. files.Where(file => DataFile.KindOf(file) is null)])
        {
            IsFolder = isFolder,
        };
    }

    /// <summary>The practice.json in the file's folder, or the nearest one above; empty when there is none.</summary>
    private static string PracticeFileOf(string file)
    {
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(file)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, PracticeFile);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return "";
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

/// <param name="PracticeFile">The practice.json that names the practice; null when the operator has to name it.</param>
internal sealed record FhirGroup(string? PracticeFile, IReadOnlyList<string> Files);
