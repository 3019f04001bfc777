namespace GpConnect.Testing.CrashSafety;

/// <summary>Everything that was acknowledged to clients and operators, in order; thread-safe. None of it may ever be lost.</summary>
/// <param name="position">Returns the current length of the journal of disk writes; null when there is no journal.</param>
internal sealed class Acknowledged(Func<long>? position = null)
{
    private readonly object gate = new();
    private readonly List<(long Position, Acknowledgement What)> all = [];

    public IReadOnlyList<Answered> Calls => Only<Answered>();

    public IReadOnlyList<RegisteredPerson> Registrations => Only<RegisteredPerson>();

    public IReadOnlyList<Commanded> Commands => Only<Commanded>();

    public void Add(Acknowledgement acknowledgement)
    {
        lock (gate)
        {
            all.Add((position?.Invoke() ?? 0, acknowledgement));
        }
    }

    /// <summary>What had been acknowledged up to a position of the journal.</summary>
    public Acknowledged Before(long end)
    {
        var before = new Acknowledged();
        before.all.AddRange(all.Where(one => one.Position <= end));
        return before;
    }

    private List<T> Only<T>()
    {
        lock (gate)
        {
            return [.. all.Select(one => one.What).OfType<T>()];
        }
    }
}

internal abstract record Acknowledgement;

/// <summary>A request that was answered, whatever the answer.</summary>
internal sealed record Answered(string TraceId, int Status) : Acknowledgement;

/// <summary>A registration that was answered with its Patient.</summary>
internal sealed record RegisteredPerson(string TraceId, string NhsNumber, string PatientId) : Acknowledgement;

/// <summary>A command that succeeded.</summary>
/// <param name="Name">The command's name in the audit trail.</param>
/// <param name="Imported">Logical ids of the Patients that it imported.</param>
internal sealed record Commanded(string Name, IReadOnlyList<string> Imported) : Acknowledgement;
