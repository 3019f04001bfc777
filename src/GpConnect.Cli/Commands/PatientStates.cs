using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Importing.Records;

namespace GpConnect.Cli.Commands;

/// <summary>
/// The next state of a Patient's record. A change refuses a record that is already in that state. An undo reverts only what an
/// operator did: a state that a file set is reverted by the next file.
/// </summary>
internal static class PatientStates
{
    /// <summary>British Summer Time: in the first hour of a day there, it is still the day before in UTC.</summary>
    private static readonly TimeSpan AheadOfUtc = TimeSpan.FromHours(1);

    public static Envelope Deactivate(Envelope held) => held.Active
        ? held with { Active = false }
        : throw Already("inactive", OperatorOverrides.IsDeactivated(held));

    public static Envelope Reactivate(Envelope held)
    {
        Undo(!held.Active, OperatorOverrides.IsDeactivated(held), "is not deactivated", "was made inactive by an import, not by 'patient deactivate': import it as active");
        return held with { Active = true };
    }

    public static Envelope MarkSensitive(Envelope held) => held.Sensitive
        ? throw Already("sensitive", OperatorOverrides.IsMarkedSensitive(held))
        : held with { Sensitive = true };

    public static Envelope UnmarkSensitive(Envelope held)
    {
        Undo(held.Sensitive, OperatorOverrides.IsMarkedSensitive(held), "is not marked sensitive", "was marked sensitive by an import, not by 'patient mark-sensitive': import it without the label");
        return held with { Sensitive = false };
    }

    public static Envelope MarkDeceased(Envelope held, string date)
    {
        if (held.Deceased == date)
        {
            throw new CommandException("The record is marked deceased with that date already.");
        }

        return held.Deceased is null
            ? held with { Deceased = date }
            : throw new CommandException($"The record is marked deceased with another date; {(OperatorOverrides.IsMarkedDeceased(held) ? "remove that one first with --off" : "an import set it: import it with the right one")}.");
    }

    public static Envelope UnmarkDeceased(Envelope held)
    {
        Undo(held.Deceased is not null, OperatorOverrides.IsMarkedDeceased(held), "is not marked deceased", "was marked deceased by an import, not by 'patient mark-deceased': import it without a date of death");
        return held with { Deceased = null };
    }

    public static Envelope Merge(Envelope held, string survivor) => held.SupersededBy is null
        ? held with { SupersededBy = survivor }
        : throw new CommandException("The record is merged already.");

    public static Envelope Unmerge(Envelope held)
    {
        Undo(held.SupersededBy is not null, OperatorOverrides.IsMerged(held), "is not merged", "was merged by an import, not by 'patient merge': import it without the link");
        return held with { SupersededBy = null };
    }

    /// <exception cref="CommandException">It is not a date, is in the future, or is before the birth.</exception>
    public static string DateOfDeath(string date, string? birth, DateTimeOffset now)
    {
        if (!Hl7.Fhir.Model.Date.IsValidValue(date))
        {
            throw new CommandException("--date takes a date: YYYY-MM-DD, YYYY-MM or YYYY.", 2);
        }

        if (Periods.First(date) > now + AheadOfUtc)
        {
            throw new CommandException("--date is in the future.", 2);
        }

        return birth is null || Periods.After(date) > Periods.First(birth)
            ? date
            : throw new CommandException("--date is before the patient's birth date.", 2);
    }

    private static CommandException Already(string state, bool isByOperator) => new(isByOperator
        ? $"The record is {state} already."
        : $"The record is {state} already, because the practice's file says so. No mark was set: a later file can change it.");

    /// <summary>An undo never reverts what a file set, because the same file again would not restore it.</summary>
    private static void Undo(bool isSo, bool isByOperator, string isNot, string isImported)
    {
        if (!isSo || !isByOperator)
        {
            throw new CommandException($"The record {(isSo ? isImported : isNot)}.");
        }
    }
}
