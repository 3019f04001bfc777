using System.Globalization;
using Hl7.Fhir.Model;

namespace GpConnect.Functions.Resources;

/// <summary>FHIR periods with partial dates: a date stands for all the time it names, in UTC.</summary>
internal static class Periods
{
    /// <summary>Whether a moment lies in the period; one without bounds, or none, holds every moment.</summary>
    public static bool Contains(Period? period, DateTimeOffset moment) =>
        (period?.Start is not { } start || First(start) <= moment) && (period?.End is not { } end || moment < After(end));

    /// <summary>The first moment that lies after a date or time.</summary>
    public static DateTimeOffset After(string text) => text.Length switch
    {
        4 => First(text).AddYears(1),
        7 => First(text).AddMonths(1),
        10 => First(text).AddDays(1),
        _ => First(text).AddTicks(1),
    };

    /// <summary>The first moment that a date or time names.</summary>
    public static DateTimeOffset First(string text) => text.Length switch
    {
        4 => Parse(text + "-01-01"),
        7 => Parse(text + "-01"),
        _ => Parse(text),
    };

    private static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
