namespace GpConnect.Importing.Records;

/// <summary>Holds back the Patients that share an NHS number until the last of them was read, and validates them together.</summary>
internal sealed class SharedPatients(SharedNumbers numbers, DisputedNumber disputed, DateTimeOffset now)
{
    private readonly Dictionary<ulong, List<ReadPatient>> held = [];

    /// <summary>The Patients of a step that share no number, and all Patients of each shared number that the step completes.</summary>
    public async Task<IReadOnlyCollection<ReadPatient>> SettleAsync(ReadPatient[] step, CancellationToken cancellation)
    {
        if (Array.TrueForAll(step, patient => patient.SharedNumber is null))
        {
            return step;
        }

        var settled = new List<ReadPatient>();
        foreach (var patient in step)
        {
            if (patient.SharedNumber is not { } number)
            {
                settled.Add(patient);
            }
            else if (Hold(number, patient) is { } together)
            {
                settled.AddRange(await ValidateAsync(together, cancellation));
            }
        }

        return settled;
    }

    /// <summary>The Patients that are still held back, because the files have changed since their numbers were counted.</summary>
    public async Task<IReadOnlyCollection<ReadPatient>> RestAsync(CancellationToken cancellation)
    {
        var settled = new List<ReadPatient>();
        foreach (var together in held.Values)
        {
            settled.AddRange(await ValidateAsync(together, cancellation));
        }

        held.Clear();
        return settled;
    }

    /// <returns>All Patients with the number once the last of them was read; null before that.</returns>
    private List<ReadPatient>? Hold(ulong number, ReadPatient patient)
    {
        if (!held.TryGetValue(number, out var together))
        {
            held[number] = together = [];
        }

        together.Add(patient);
        return together.Count == numbers.Count(number) && held.Remove(number) ? together : null;
    }

    private async Task<IEnumerable<ReadPatient>> ValidateAsync(List<ReadPatient> together, CancellationToken cancellation)
    {
        var claimants = disputed.Claimants(together);
        var settled = new List<ReadPatient>(together.Count);
        foreach (var patient in together)
        {
            settled.Add(claimants.Contains(patient) ? await RejectAsync(patient, claimants, cancellation) : patient);
        }

        // A record that gives up the number is written before the one that takes it over.
        return settled.OrderBy(patient => patient.Incoming?.State.IsActive(now) is true);
    }

    private async Task<ReadPatient> RejectAsync(ReadPatient patient, List<ReadPatient> claimants, CancellationToken cancellation)
    {
        var failure = patient.Incoming is { } incoming ? await disputed.WithholdAsync(incoming, cancellation) : null;
        var rejected = DisputedNumber.Reject(patient, claimants);
        return failure is null ? rejected : rejected with { Record = rejected.Record.With(failure) };
    }
}
