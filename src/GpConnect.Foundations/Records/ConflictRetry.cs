namespace GpConnect.Foundations.Records;

/// <summary>Optimistic concurrency: a change that conflicts with another one is decided again from the current contents.</summary>
internal static class ConflictRetry
{
    /// <summary>More than any record needs in practice; a record that still conflicts is being written to without a pause.</summary>
    private const int Attempts = 10;

    /// <param name="attempt">Reads, decides and commits; returns null when another change was committed first.</param>
    /// <returns>Null when every attempt conflicted with another change.</returns>
    public static async ValueTask<T?> RunAsync<T>(Func<ValueTask<T?>> attempt)
        where T : struct
    {
        for (var number = 0; number < Attempts; number++)
        {
            if (await attempt() is { } result)
            {
                return result;
            }
        }

        return null;
    }
}
