using GpConnect.Functions.Practices;

namespace GpConnect.Functions.Importing;

/// <summary>
/// The practice.json files of one import that say different things about one practice. Nobody can tell from here which is right,
/// so none of them counts.
/// </summary>
internal sealed class RivalPractices(IEnumerable<string> files)
{
    private readonly ILookup<string, (string File, Practice Practice)> byCode = files
        .Select(file => (File: file, PracticeFile.Read(file).Practice))
        .Where(read => read.Practice is not null)
        .ToLookup(read => read.Practice!.OdsCode, read => (read.File, read.Practice!), StringComparer.Ordinal);

    /// <returns>The fault of a file, with the first of its rivals; null when it has none.</returns>
    public ImportFault? Fault(Practice practice)
    {
        var rivals = byCode[practice.OdsCode].Where(other => !Agree(practice, other.Practice)).Select(other => other.File);
        return rivals.FirstOrDefault() is { } rival
            ? new ImportFault("another practice.json of this import says something else about the same practice", Spine.Echo.Id(rival))
            : null;
    }

    private static bool Agree(Practice one, Practice other) =>
        one with { Capabilities = other.Capabilities } == other && one.Capabilities.ToHashSet().SetEquals(other.Capabilities);
}
