using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>
/// The NHS numbers that several Patients of an import have, known before the first of them is written. Each number is in memory once,
/// at some 30 bytes a Patient.
/// </summary>
internal sealed class SharedNumbers
{
    private readonly HashSet<ulong> met = [];
    private readonly Dictionary<ulong, int> shared = [];

    public void Add(SourceRecord patient)
    {
        if (PatientScan.Of(patient).Number is { } number && !met.Add(number))
        {
            shared[number] = shared.GetValueOrDefault(number, 1) + 1;
        }
    }

    /// <summary>The Patient's number if other Patients have it too; otherwise null.</summary>
    public ulong? Of(SourceRecord patient) =>
        shared.Count > 0 && PatientScan.Of(patient).Number is { } number && shared.ContainsKey(number) ? number : null;

    /// <summary>How many Patients have a shared number.</summary>
    public int Count(ulong number) => shared[number];
}
