using FsCheck.Xunit;
using GpConnect.Foundations.Resources;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Tests.Resources;

public class PeriodsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("2026", "2026", true)]
    [InlineData("2026-06", "2026-06", true)]
    [InlineData("2026-06-15", "2026-06-15", true)]
    [InlineData("2026-06-16", null, false)]
    [InlineData("2026-07", null, false)]
    [InlineData("2027", null, false)]
    [InlineData(null, "2026-06-14", false)]
    [InlineData(null, "2026-05", false)]
    [InlineData(null, "2025", false)]
    [InlineData("2026-06-15T12:00:00Z", "2026-06-15T12:00:00Z", true)]
    [InlineData("2026-06-15T13:00:00+01:00", null, true)]
    [InlineData("2026-06-15T12:30:00+00:30", null, true)]
    [InlineData("2026-06-15T12:00:01Z", null, false)]
    [InlineData(null, "2026-06-15T11:59:59Z", false)]
    public void A_date_covers_the_whole_interval_that_it_names(string? start, string? end, bool expected) =>
        Assert.Equal(expected, Periods.Contains(new Period { Start = start, End = end }, Noon));

    [Fact]
    public void Text_that_is_not_a_date_is_not_repeated() =>
        Assert.Equal("The text is not a FHIR date or time.", Assert.Throws<FormatException>(() => Periods.First("SECRET 1234")).Message);

    [Fact]
    public void A_missing_period_contains_every_moment() => Assert.True(Periods.Contains(null, Noon));

    /// <summary>Every precision of a FHIR date or time that the reader accepts, at the edges of the years 1 to 9999 and between.</summary>
    [Fact]
    public void Every_readable_date_has_a_first_moment_and_a_moment_after_it()
    {
        var read = FhirDates.All().Where(date => FhirDateTime.IsValidValue(date.Text)).ToList();

        Assert.Equal(FhirDates.Shapes, read.Select(date => date.Shape).Distinct().Order());
        Assert.All(read, date => Assert.Equal((date.First, date.After), (Periods.First(date.Text), Periods.After(date.Text))));
    }

    [Fact]
    public void A_time_that_its_offset_moves_out_of_range_is_clamped_to_the_range()
    {
        var beyond = FhirDates.All().Where(date => date.IsOutOfRange).ToList();

        Assert.Contains(beyond, date => date.First == DateTimeOffset.MinValue);
        Assert.Contains(beyond, date => date.First == DateTimeOffset.MaxValue);
        Assert.All(beyond, date => Assert.Equal(date.First, Periods.First(date.Text)));
        Assert.All(beyond, date => Assert.True(Periods.After(date.Text) >= date.First));
    }

    [Property]
    public bool A_day_ends_where_the_next_one_begins(DateTime date)
    {
        var day = DateOnly.FromDateTime(date).AddYears(date.Year > 9000 ? -1000 : 0);
        var text = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        return Periods.After(text) == new DateTimeOffset(day.AddDays(1).ToDateTime(default), TimeSpan.Zero);
    }
}
