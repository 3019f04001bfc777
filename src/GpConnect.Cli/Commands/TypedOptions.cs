using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GpConnect.Cli.Commands;

/// <summary>
/// Options that take a number, a time or a name. An unreadable value is refused with the values that the option takes, and never
/// guessed.
/// </summary>
internal static class TypedOptions
{
    /// <summary>As FHIR and the audit trail write times. <c>01/02/2026</c> is February in one country and January in another.</summary>
    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = $"{description}, such as 2026-06-01T09:00Z; UTC unless an offset is given",
        HelpName = "time",
        CustomParser = result => DateTimeOffset.TryParseExact(Text(result), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : Refuse<DateTimeOffset>(result, $"{name} takes a date or a time, such as 2026-06-01 or 2026-06-01T09:00Z."),
    };

    public static Option<int?> Number(string name, string description, string helpName, int lowest, int highest) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest
            ? number
            : Refuse<int>(result, $"{name} takes a number, {lowest} to {highest}."),
    };

    /// <summary>One of the names of an enumeration, in any letter case; its numbers are refused.</summary>
    public static Option<T?> Name<T>(string name, string description, string helpName)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Enum.GetNames<T>().FirstOrDefault(known => known.Equals(Text(result), StringComparison.OrdinalIgnoreCase)) is { } known
                ? Enum.Parse<T>(known)
                : Refuse<T>(result, $"{name} takes {string.Join(" or ", Enum.GetNames<T>()).ToLowerInvariant()}."),
        };

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string error)
        where T : struct
    {
        result.AddError(error);
        return null;
    }
}
