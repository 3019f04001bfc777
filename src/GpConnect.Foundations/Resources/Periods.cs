using System.Globalization;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>FHIR periods with partial dates: a date stands for all the time it names, in UTC. Time ends with the year 9999.</summary>
internal static class Periods
{
    private const string FirstDay = "0001-01-01";
    private const string LastDay = "9999-12-31";

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Whether a moment lies in the period; one without bounds, or none, holds every moment.</summary>
    public static bool Contains(Period? period, DateTimeOffset moment) =>
        (period?.Start is not { } start || First(start) <= moment) && (period?.End is not { } end || moment < After(end));

    /// <summary>The first moment that lies after a date or time; of the last there are, the last moment.</summary>
    public static DateTimeOffset After(string text)
    {
        var first = First(text);
        if (first == DateTimeOffset.MaxValue || LastDay.StartsWith(text, StringComparison.Ordinal))
        {
            return DateTimeOffset.MaxValue;
        }

        return text.Length switch
        {
            4 => first.AddYears(1),
            7 => first.AddMonths(1),
            10 => first.AddDays(1),
            _ => first.AddTicks(1),
        };
    }

    /// <summary>The first moment that a date or time names.</summary>
    public static DateTimeOffset First(string text) => text.Length switch
    {
        4 => Parse(text + "-01-01"),
        7 => Parse(text + "-01"),
        _ => Parse(text),
    };

    /// <summary>An offset can take a time of the first or the last day beyond what .NET can hold.</summary>
    private static DateTimeOffset Parse(string text)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        // The message of .NET would quote the text, which may be a person's.
        return text[..FirstDay.Length] switch
        {
            FirstDay => DateTimeOffset.MinValue,
            LastDay => DateTimeOffset.MaxValue,
            _ => throw new FormatException("A text is no date or time of FHIR."),
        };
    }
}
