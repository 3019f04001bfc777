using System.Globalization;

namespace GpConnect.Harness;

/// <summary>The results of an open load over a period.</summary>
internal sealed class LoadFigures
{
    private readonly List<double> milliseconds = [];
    private readonly SortedDictionary<string, long> errors = new(StringComparer.Ordinal);
    private bool isSorted;

    /// <summary>Answers with the expected status per second, without those after the end of the period.</summary>
    public double Rate { get; private set; }

    public int Count => milliseconds.Count;

    public long Errors => errors.Values.Sum();

    /// <summary>The number of errors, and the number of each kind.</summary>
    public string ErrorText => string.Join(", ", [$"{Errors}", .. errors.Select(error => $"{error.Key}: {error.Value}")]);

    public void Add(Workload workload, int status, TimeSpan latency)
    {
        if (status == workload.Status)
        {
            milliseconds.Add(latency.TotalMilliseconds);
            isSorted = false;
            return;
        }

        AddErrors($"{workload.Name} {(status == OpenConnection.Closed ? "closed" : status)}", 1);
    }

    public void AddErrors(string what, long count)
    {
        if (count > 0)
        {
            errors[what] = errors.GetValueOrDefault(what) + count;
        }
    }

    public void EndAfter(TimeSpan time) => Rate = milliseconds.Count / time.TotalSeconds;

    /// <summary>A percentile of the latency, in milliseconds.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double At(double share)
    {
        if (!isSorted)
        {
            milliseconds.Sort();
            isSorted = true;
        }

        return milliseconds.Count == 0 ? double.NaN : milliseconds[(int)((milliseconds.Count - 1) * share)];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rate:F0} requests/s, p50 {At(0.5):F2} ms, p99 {At(0.99):F2} ms, p99.9 {At(0.999):F2} ms, errors {ErrorText}");
}
