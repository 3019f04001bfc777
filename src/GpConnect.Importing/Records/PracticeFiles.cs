using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Practices;

namespace GpConnect.Importing.Records;

/// <summary>The practice.json files of one import, each read once.</summary>
internal sealed class PracticeFiles(IEnumerable<string> files)
{
    private readonly Lazy<Dictionary<string, (Practice? Practice, IReadOnlyList<ImportError> Errors)>> read =
        new(() => files.ToDictionary(file => file, PracticeFile.Read, StringComparer.Ordinal));

    /// <returns>The practice, or why the file is not one, each fault with its place.</returns>
    public (Practice? Practice, IReadOnlyList<ImportError> Errors) this[string file] => read.Value[file];

    /// <summary>The first file that names another practice; null when there is none.</summary>
    public string? NamingAnotherThan(string odsCode) => read.Value.Keys.FirstOrDefault(file => this[file].Practice is { } named && named.OdsCode != odsCode);

    /// <summary>Files may say different things about one practice. Nobody can tell from here which is right, so none of them counts.</summary>
    /// <returns>The fault of a file that names the practice, with the first of its rivals; null when it has none.</returns>
    public ImportError? RivalError(Practice practice) =>
        read.Value.Keys.FirstOrDefault(file => this[file].Practice is { } other && other.OdsCode == practice.OdsCode && !Agree(practice, other)) is { } rival
            ? new ImportError("another practice.json of this import says something else about the same practice", Redacted.Id(rival))
            : null;

    private static bool Agree(Practice one, Practice other) =>
        one with { Capabilities = other.Capabilities } == other && one.Capabilities.ToHashSet().SetEquals(other.Capabilities);
}
