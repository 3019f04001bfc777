using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

internal static class Names
{
    /// <summary>
    /// Of several names, those whose period holds this moment: sources keep the names of former years beside the current one.
    /// A name that stands alone is taken as it is.
    /// </summary>
    public static List<HumanName> Current(IReadOnlyList<HumanName> names, DateTimeOffset now) =>
        names.Count < 2 ? [.. names] : [.. names.Where(name => Periods.Contains(name.Period, now))];
}
