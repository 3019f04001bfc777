using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Output;

namespace GpConnect.Cli.Commands;

/// <summary>Counts the places in the trail that a command could not read, and reports them at its end.</summary>
internal sealed class UnreadablePlaces
{
    private const int Shown = 10;

    private readonly List<AuditError> first = [];
    private int count;

    public bool IsEmpty => count == 0;

    /// <returns>Whether there is an error.</returns>
    public bool Note(AuditError? error)
    {
        if (error is null)
        {
            return false;
        }

        count++;
        if (first.Count < Shown)
        {
            first.Add(error);
        }

        return true;
    }

    /// <param name="read">How many records were read.</param>
    /// <returns>The exit code.</returns>
    public int Report(long read)
    {
        if (IsEmpty)
        {
            return 0;
        }

        first.ForEach(Console.Error.WriteLine);
        var rest = count > Shown ? $"; the first {Shown} are above" : "";
        Console.Error.WriteLine($"Of the audit trail, {Counted.Text(read, "record")} could be read and {Counted.Text(count, "place")} could not{rest}.");
        return 1;
    }
}
