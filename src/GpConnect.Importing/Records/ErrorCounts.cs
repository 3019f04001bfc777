namespace GpConnect.Importing.Records;

/// <summary>Counts the records with the same error, and decides which of them are listed.</summary>
internal sealed class ErrorCounts
{
    /// <summary>The most records that are listed for one reason.</summary>
    public const int MostListed = 10;

    /// <summary>The most reasons that are counted separately. A reason names an unknown element, so a file may cause any number.</summary>
    private const int MostReasons = 1000;

    private const string Others = "other reasons";

    private readonly Dictionary<string, long> records = new(StringComparer.Ordinal);

    /// <summary>The reasons with the number of records that have them, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ByCount => [.. records.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal)];

    /// <returns>Whether to list the record: it has a detail of its own, or a reason that few records had before.</returns>
    public bool Add(RecordErrors record)
    {
        var isListed = record.Errors.Any(error => error.Detail is not null);
        foreach (var reason in record.Errors.Select(error => error.Reason).Distinct())
        {
            var known = records.ContainsKey(reason) || records.Count < MostReasons ? reason : Others;
            var count = records[known] = records.GetValueOrDefault(known) + 1;
            isListed |= count <= MostListed;
        }

        return isListed;
    }
}
