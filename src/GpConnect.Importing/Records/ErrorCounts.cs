namespace GpConnect.Importing.Records;

/// <summary>How many records have the same fault, and which of them need not be listed any more.</summary>
internal sealed class ErrorCounts
{
    /// <summary>Records that are listed for one reason.</summary>
    public const int MostListed = 10;

    /// <summary>Reasons that are told apart: an unknown element is named, so a file may have any number of them.</summary>
    private const int MostReasons = 1000;

    private const string Others = "other reasons";

    private readonly Dictionary<string, long> records = new(StringComparer.Ordinal);

    /// <summary>The reasons with the number of records that have them, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ByCount => [.. records.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal)];

    /// <returns>Whether the record says something that enough others have not said yet.</returns>
    public bool Add(RecordErrors record)
    {
        var isNews = record.Errors.Any(error => error.Detail is not null);
        foreach (var reason in record.Errors.Select(error => error.Reason).Distinct())
        {
            var known = records.ContainsKey(reason) || records.Count < MostReasons ? reason : Others;
            var count = records[known] = records.GetValueOrDefault(known) + 1;
            isNews |= count <= MostListed;
        }

        return isNews;
    }
}
