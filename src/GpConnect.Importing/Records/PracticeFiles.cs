using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Practices;

namespace GpConnect.Importing.Records;

/// <summary>The practice.json files of one import, each read once.</summary>
internal sealed class PracticeFiles(IEnumerable<string> files)
{
    private readonly Lazy<Dictionary<string, (Practice? Practice, IReadOnlyList<ImportError> Errors)>> read =
        new(() => files.ToDictionary(file => file, PracticeFile.Read, StringComparer.Ordinal));

    /// <returns>The practice, or the errors of the file with their positions.</returns>
    public (Practice? Practice, IReadOnlyList<ImportError> Errors) this[string file] => read.Value[file];

    /// <summary>The first file that names a different practice; null when there is none.</summary>
    public string? NamingOtherThan(string odsCode) => read.Value.Keys.FirstOrDefault(file => this[file].Practice is { } named && named.OdsCode != odsCode);

    /// <summary>
    /// Refuses files that say different things about one practice. The import cannot know which of them is right, so it uses none.
    /// </summary>
    /// <returns>The error, which names the first file that differs; null when all files agree on the practice.</returns>
    public ImportError? RivalError(Practice practice) =>
        read.Value.Keys.FirstOrDefault(file => this[file].Practice is { } other && other.OdsCode == practice.OdsCode && !Agree(practice, other)) is { } rival
            ? new ImportError("another practice.json of this import says something else about the same practice", Redacted.Id(rival))
            : null;

    private static bool Agree(Practice one, Practice other) =>
        one with { Capabilities = other.Capabilities } == other && one.Capabilities.ToHashSet().SetEquals(other.Capabilities);
}
