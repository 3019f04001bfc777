using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;

namespace GpConnect.Importing.Records;

/// <summary>How a practice.json differs from the practice in the store, for the operator.</summary>
internal static class PracticeChanges
{
    /// <summary>
    /// Consumers address a practice by its ASID (transport.md §4). A different ASID would cut off all of them, or is another practice's
    /// by mistake.
    /// </summary>
    /// <returns>Why the practice cannot be changed; null when it can.</returns>
    public static ImportError? Error(Practice? held, Practice named) => held is { GpConnect: true } && held.Asid != named.Asid
        ? new ImportError("it changes the ASID of a practice that is switched on; run practice disable first", $"{named.OdsCode}: from {held.Asid} to {named.Asid}")
        : null;

    /// <returns>One line with the old and new values, and a line for each switch that stays although the file states otherwise.</returns>
    public static IEnumerable<string> Lines(Practice held, Practice named)
    {
        string?[] changes = [Change("ASID", held.Asid, named.Asid), Change("name", held.Name, named.Name)];
        if (changes.OfType<string>().ToList() is { Count: > 0 } made)
        {
            yield return $"{held.OdsCode}: {string.Join("; ", made)}";
        }

        if (held.GpConnect != named.GpConnect)
        {
            yield return Stays(held, "GP Connect", held.GpConnect);
        }

        foreach (var capability in Enum.GetValues<Capability>().Where(one => held.Capabilities.Contains(one) != named.Capabilities.Contains(one)))
        {
            yield return Stays(held, capability.ToString(), held.Capabilities.Contains(capability));
        }
    }

    private static string? Change(string what, string before, string after) =>
        before == after ? null : $"{what} changes from '{before}' to '{after}'";

    private static string Stays(Practice held, string name, bool isOn) =>
        $"{held.OdsCode}: {name} stays {(isOn ? "on" : "off")}; switch it with 'practice'";
}
