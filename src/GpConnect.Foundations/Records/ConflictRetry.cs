namespace GpConnect.Foundations.Records;

/// <summary>Optimistic concurrency: a change that meets another one is decided again from what is stored then.</summary>
internal static class ConflictRetry
{
    /// <summary>More than any record meets in practice; a record that still conflicts is being written to without a pause.</summary>
    private const int Attempts = 10;

    /// <param name="attempt">Reads, decides and commits; null when another change came first.</param>
    /// <returns>Null when every attempt met another change.</returns>
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
