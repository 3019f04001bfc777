using System.Text;
using System.Text.RegularExpressions;

namespace GpConnect.Fuzz;

/// <summary>Finds dates and times in an input, and offers replacements: the earliest, the latest and invalid ones.</summary>
internal static partial class OddDates
{
    public static readonly byte[][] All =
    [
        .. new[]
        {
            "9999", "9999-12", "9999-12-31", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59+14:00", "9999-12-31T23:59:59-14:00",
            "0001", "0001-01-01", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00-14:00", "0000-01-01", "1984-02-30", "2026-06-01T12:00:00Z",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    /// <summary>A random date in an input: few parts are dates, and much is calculated with dates, so they are sought separately.</summary>
    /// <returns>Start and end (exclusive); null when the input contains no date.</returns>
    public static (int Start, int End)? Find(byte[] input, Random random)
    {
        var dates = Form().Matches(Encoding.Latin1.GetString(input));
        if (dates.Count == 0)
        {
            return null;
        }

        var date = dates[random.Next(dates.Count)];
        return (date.Index, date.Index + date.Length);
    }

    [GeneratedRegex("[0-9]{4}(-[0-9]{2}){1,2}[0-9T:.Z+-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
