namespace GpConnect.Testing.Fuzz;

/// <summary>Inputs in the repository, in one folder for each reader.</summary>
internal static class InputFiles
{
    public static string PathOf(string kind, string reader, string file = "") =>
        Path.Combine(Repository.File("tests/GpConnect.Fuzz"), kind, reader, file);

    public static IReadOnlyList<string> Of(string kind, string reader) => Directory.Exists(PathOf(kind, reader))
        ? [.. Directory.EnumerateFiles(PathOf(kind, reader)).Order(StringComparer.Ordinal)]
        : [];

    public static TheoryData<string, string> Under(string kind)
    {
        var files = new TheoryData<string, string>();
        foreach (var reader in Readers.Names)
        {
            foreach (var file in Of(kind, reader))
            {
                files.Add(reader, Path.GetFileName(file));
            }
        }

        return files;
    }
}
