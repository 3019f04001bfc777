using GpConnect.Foundations.Audit;

namespace GpConnect.Cli.Commands;

/// <summary>Counts the places in the trail that a command could not read, and reports them at its end.</summary>
internal sealed class UnreadablePlaces
{
    private const int Shown = 10;

    private readonly List<AuditError> first = [];
    private int count;

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

    /// <returns>The exit code.</returns>
    public int Report()
    {
        if (count == 0)
        {
            return 0;
        }

        first.ForEach(Console.Error.WriteLine);
        Console.Error.WriteLine(count == 1 ? "1 place of the audit trail cannot be read." : $"{count} places of the audit trail cannot be read{(count > Shown ? $"; the first {Shown} are above" : "")}.");
        return 1;
    }
}
