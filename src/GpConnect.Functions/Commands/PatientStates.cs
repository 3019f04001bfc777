using GpConnect.Functions.Importing;
using GpConnect.Functions.Resources;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Commands;

/// <summary>
/// The next state of a Patient's record. Each change refuses what is so already, and undoes only what an operator did: what a
/// file brought, the next file takes back.
/// </summary>
internal static class PatientStates
{
    /// <summary>British Summer Time: in the first hour of a day there, it is still the day before in UTC.</summary>
    private static readonly TimeSpan AheadOfUtc = TimeSpan.FromHours(1);

    public static Envelope Deactivate(Envelope held) => held.Active
        ? held with { Active = false }
        : throw new CommandException("The record is inactive already.");

    public static Envelope Reactivate(Envelope held)
    {
        if (held.Active)
        {
            throw new CommandException("The record is not deactivated.");
        }

        return OperatorMarks.IsDeactivated(held)
            ? held with { Active = true }
            : throw new CommandException("The record was made inactive by an import, not by 'patient deactivate': import it as active.");
    }

    public static Envelope MarkSensitive(Envelope held, bool isSensitive) => held.Sensitive == isSensitive
        ? throw new CommandException($"The record is {(isSensitive ? "sensitive already" : "not marked sensitive")}.")
        : held with { Sensitive = isSensitive };

    /// <param name="held">The record's state.</param>
    /// <param name="date">Null to take the mark away.</param>
    public static Envelope MarkDeceased(Envelope held, string? date) => held.Deceased == date
        ? throw new CommandException(date is null ? "The record is not marked deceased." : "The record is marked deceased with that date already.")
        : held with { Deceased = date };

    public static Envelope Merge(Envelope held, string survivor) => held.SupersededBy is null
        ? held with { SupersededBy = survivor }
        : throw new CommandException("The record is merged already.");

    public static Envelope Unmerge(Envelope held)
    {
        if (held.SupersededBy is null)
        {
            throw new CommandException("The record is not merged.");
        }

        return OperatorMarks.IsMerged(held)
            ? held with { SupersededBy = null }
            : throw new CommandException("The record was merged by an import, not by 'patient merge': import it without the link.");
    }

    /// <exception cref="CommandException">It is no date, or one that is still to come.</exception>
    public static string DateOfDeath(string date, DateTimeOffset now)
    {
        if (!Hl7.Fhir.Model.Date.IsValidValue(date))
        {
            throw new CommandException("--date is a date: YYYY-MM-DD, YYYY-MM or YYYY.", 2);
        }

        return Periods.First(date) <= now + AheadOfUtc
            ? date
            : throw new CommandException("--date is in the future.", 2);
    }
}
