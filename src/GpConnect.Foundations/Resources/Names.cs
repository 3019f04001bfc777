using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

internal static class Names
{
    /// <summary>
    /// Of several names, those whose period contains this moment: sources hold former names beside the current one. A single name is
    /// returned whatever its period.
    /// </summary>
    public static List<HumanName> Current(IReadOnlyList<HumanName> names, DateTimeOffset now) =>
        names.Count < 2 ? [.. names] : [.. names.Where(name => Periods.Contains(name.Period, now))];
}
