using GpConnect.Foundations.Practices;

namespace GpConnect.Cli.Commands;

/// <summary>The practices of the samples, recognised by code and ASID, because a real practice may have one of the codes.</summary>
internal static class SamplePractices
{
    /// <summary>The first practice, which examples use.</summary>
    public const string First = "A20047";

    /// <summary>A patient of it.</summary>
    public const string FirstPatient = "1";

    private static readonly Dictionary<string, string> Asids = new(StringComparer.Ordinal) { [First] = "918999198993", ["R1A14"] = "918999198994" };

    public static bool Holds(Practice practice) => Asids.TryGetValue(practice.OdsCode, out var asid) && asid == practice.Asid;
}
