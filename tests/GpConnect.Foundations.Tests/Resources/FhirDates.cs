using System.Globalization;

namespace GpConnect.Foundations.Tests.Resources;

/// <summary>A FHIR date or time and the interval that it covers, computed in whole ticks without the date rules of .NET.</summary>
/// <param name="Shape">Length of the text without fraction of a second and offset: 4, 7, 10 or 19.</param>
/// <param name="First">First moment of the interval.</param>
/// <param name="After">First moment after the interval.</param>
/// <param name="IsOutOfRange">Whether the offset moves the time out of the years 1 to 9999.</param>
internal sealed record FhirDates(string Text, int Shape, DateTimeOffset First, DateTimeOffset After, bool IsOutOfRange)
{
    private static readonly int[] Years = [1, 2, 1900, 2024, 9998, 9999];
    private static readonly int[] Offsets = [0, 1, -60, 345, 14 * 60, -14 * 60];
    private static readonly TimeSpan[] Times = [TimeSpan.Zero, new(10, 0, 0), new(14, 0, 0), new(23, 59, 59)];

    /// <summary>Fractions of a second and their lengths in ticks.</summary>
    private static readonly (string Text, long Ticks)[] Fractions = [("", 0), (".5", 5_000_000), (".0000001", 1), (".9999999", 9_999_999)];

    public static IEnumerable<int> Shapes => [4, 7, 10, 19];

    public static IEnumerable<FhirDates> All() =>
        from year in Years
        from month in new[] { 1, 2, 12 }
        from day in new[] { 1, DateTime.DaysInMonth(year, month) }
        from date in At(year, month, day)
        select date;

    private static IEnumerable<FhirDates> At(int year, int month, int day)
    {
        long DaysBefore(int ofYear, int ofMonth) => ofYear > 9999 ? DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay + 1 : new DateTime(ofYear, ofMonth, 1).Ticks / TimeSpan.TicksPerDay;
        var text = string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");
        var start = DaysBefore(year, month) + day - 1;
        yield return Of(text[..4], 4, DaysBefore(year, 1) * TimeSpan.TicksPerDay, DaysBefore(year + 1, 1) * TimeSpan.TicksPerDay);
        yield return Of(text[..7], 7, DaysBefore(year, month) * TimeSpan.TicksPerDay, DaysBefore(month < 12 ? year : year + 1, month % 12 + 1) * TimeSpan.TicksPerDay);
        yield return Of(text, 10, start * TimeSpan.TicksPerDay, (start + 1) * TimeSpan.TicksPerDay);
        foreach (var (time, offset, fraction) in from time in Times from offset in Offsets from fraction in Fractions select (time, offset, fraction))
        {
            var ticks = start * TimeSpan.TicksPerDay + time.Ticks + fraction.Ticks - offset * TimeSpan.TicksPerMinute;
            yield return Of($"{text}T{time:hh\\:mm\\:ss}{fraction.Text}{Zone(offset)}", 19, ticks, ticks + 1);
        }
    }

    private static FhirDates Of(string text, int shape, long first, long after) =>
        new(text, shape, Moment(first), Moment(after), first < 0 || first > DateTimeOffset.MaxValue.Ticks);

    private static DateTimeOffset Moment(long ticks) => new(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    private static string Zone(int minutes) =>
        minutes == 0 ? "Z" : $"{(minutes < 0 ? '-' : '+')}{TimeSpan.FromMinutes(Math.Abs(minutes)):hh\\:mm}";
}
