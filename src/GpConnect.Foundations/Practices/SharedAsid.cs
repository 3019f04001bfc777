namespace GpConnect.Foundations.Practices;

/// <summary>
/// Refuses an ASID that another practice has. An ASID names one practice's system, and a request meant for one practice must not
/// pass the check of another.
/// </summary>
internal static class SharedAsid
{
    /// <returns>Why the practice cannot have its ASID; null when it can.</returns>
    public static async ValueTask<string?> ErrorAsync(IPracticeStore store, Practice practice, CancellationToken cancellation)
    {
        var practices = await store.ListAsync(cancellation);
        return practices.FirstOrDefault(other => other.Asid == practice.Asid && other.OdsCode != practice.OdsCode) is { } holder
            ? $"the ASID belongs to {holder.OdsCode} already"
            : null;
    }
}
