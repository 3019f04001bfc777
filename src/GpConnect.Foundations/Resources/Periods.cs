using System.Globalization;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>
/// FHIR periods with partial dates: a date covers its whole year, month or day, in UTC. The last possible moment is the end of the
/// year 9999.
/// </summary>
internal static class Periods
{
    private const string FirstDay = "0001-01-01";
    private const string LastDay = "9999-12-31";

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Whether the period contains a moment; a period without bounds, or null, contains every moment.</summary>
    public static bool Contains(Period? period, DateTimeOffset moment) =>
        (period?.Start is not { } start || First(start) <= moment) && (period?.End is not { } end || moment < After(end));

    /// <summary>The first moment after a date or time; for the end of 9999, <see cref="DateTimeOffset.MaxValue"/>.</summary>
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

    /// <summary>The first moment of a date or time.</summary>
    public static DateTimeOffset First(string text) => text.Length switch
    {
        4 => Parse(text + "-01-01"),
        7 => Parse(text + "-01"),
        _ => Parse(text),
    };

    /// <summary>Clamps a time on the first or the last day whose offset moves it out of the range of .NET.</summary>
    /// <exception cref="FormatException">The text is not a FHIR date or time.</exception>
    private static DateTimeOffset Parse(string text)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        // The message of .NET would quote the text, which may be personal data.
        return text[..FirstDay.Length] switch
        {
            FirstDay => DateTimeOffset.MinValue,
            LastDay => DateTimeOffset.MaxValue,
            _ => throw new FormatException("The text is not a FHIR date or time."),
        };
    }
}
