namespace GpConnect.Functions.Importing.BatchTrace;

/// <summary>A response that was read and found to answer a request of the practice.</summary>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Patients">Logical ids of the Patients that it speaks of, by reference.</param>
internal sealed record TraceResponse(
    TraceSource Source,
    string Practice,
    string Hash,
    TraceContent Content,
    IReadOnlyDictionary<string, string> Patients,
    DateTimeOffset Requested)
{
    /// <summary>Up to so many people, or such a share of them, is plausible (spine-clients.md §3.3).</summary>
    private const int PlausiblePeople = 20;

    private const int PlausiblePercent = 5;

    /// <summary>References that are there more than once.</summary>
    public HashSet<string> Repeated { get; } =
        Content.Rows.CountBy(row => row.Reference).Where(pair => pair.Value > 1).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);

    /// <returns>Why nobody would believe the file; null when it is plausible.</returns>
    public string? Implausibility()
    {
        var people = Content.Rows.Where(row => Patients.ContainsKey(row.Reference) && !Repeated.Contains(row.Reference)).ToList();
        var sensitive = people.Count(row => row.SaysSensitive);
        return !Source.AllowsManySensitive && sensitive > PlausiblePeople && sensitive * 100L > people.Count * (long)PlausiblePercent
            ? $"it would hide {sensitive} of {people.Count} people as sensitive; look at {TraceColumnNames.Sensitivity}, and say --allow-many-sensitive if it is right"
            : null;
    }
}
