using System.Text;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.Fuzz;

/// <summary>The parts of an input that may be neither logged nor repeated in an error.</summary>
internal static partial class Secrets
{
    /// <summary>Names in the seeds. An input that has lost a name cannot cause its repetition either.</summary>
    private static readonly string[] Names = [Token.UserFamily, "Nowakowski", "Ewelina", "Zyxwvut", "Quarry Hill"];

    /// <summary>The NHS numbers of an input.</summary>
    public static IReadOnlyList<string> NumbersOf(byte[] input) =>
        [.. TenDigits().Matches(Encoding.Latin1.GetString(input)).Select(match => match.Value).Where(digits => NhsNumber.IsValid(digits))];

    public static bool RevealsInLog(string text, IReadOnlyList<string> numbers) => Reveals(text, numbers) || Reveals(text, Names);

    public static bool Reveals(string text, IReadOnlyList<string> secrets) => secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    [GeneratedRegex("(?<![0-9])[0-9]{10}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex TenDigits();
}
