namespace GpConnect.Testing.CrashSafety;

/// <summary>What clients and operators have been told, in its order and from several threads. None of it may ever be lost.</summary>
/// <param name="position">Tells how far a record of the disk's writes has got; null without one.</param>
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

    /// <summary>What had been told before a position.</summary>
    public Acknowledged Before(long end)
    {
        var before = new Acknowledged();
        before.all.AddRange(all.Where(told => told.Position <= end));
        return before;
    }

    private List<T> Only<T>()
    {
        lock (gate)
        {
            return [.. all.Select(told => told.What).OfType<T>()];
        }
    }
}

internal abstract record Acknowledgement;

/// <summary>A call that was answered, whatever the answer.</summary>
internal sealed record Answered(string TraceId, int Status) : Acknowledgement;

/// <summary>A registration that was answered with its Patient.</summary>
internal sealed record RegisteredPerson(string TraceId, string NhsNumber, string PatientId) : Acknowledgement;

/// <summary>A command that ended well.</summary>
/// <param name="Name">As the audit trail has it.</param>
/// <param name="Imported">Logical ids of the Patients that it imported.</param>
internal sealed record Commanded(string Name, IReadOnlyList<string> Imported) : Acknowledgement;
