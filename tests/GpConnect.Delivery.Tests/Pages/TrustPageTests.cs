using System.Reflection;
using System.Text.RegularExpressions;
using GpConnect.Delivery.Tests.Requirements;
using GpConnect.Testing;

namespace GpConnect.Delivery.Tests.Pages;

/// <summary>Each threat and each hazard names an existing test, or says why no test shows it.</summary>
public sealed partial class TrustPageTests
{
    private const string Threats = "docs/threat-model.md";
    private const string Hazards = "docs/clinical-safety.md";
    private const string NotShown = "not shown: ";

    private static readonly string[] Likelihoods = ["Very low", "Low", "Medium", "High", "Very high"];

    /// <summary>The usual matrix of DCB0129: for each severity the risks by likelihood, least likely first.</summary>
    private static readonly Dictionary<string, int[]> Risks = new()
    {
        ["Minor"] = [1, 1, 2, 2, 3],
        ["Significant"] = [1, 2, 2, 3, 4],
        ["Considerable"] = [2, 2, 3, 3, 4],
        ["Major"] = [2, 3, 3, 4, 5],
        ["Catastrophic"] = [3, 4, 4, 5, 5],
    };

    private static readonly string[] StatementPages = ["docs/crash-safety.md", "docs/functions-host.md", "docs/limits.md", "docs/operations/evidence.md"];

    public static TheoryData<string> Pages => [Threats, Hazards, "SECURITY.md", .. StatementPages];

    public static TheoryData<string> Statements => [.. StatementPages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_test_named_on_a_page_exists(string page)
    {
        var named = TestName().Matches(Text(page)).Select(match => match.Groups[1].Value).Distinct();

        Assert.Empty(named.Except(Tests()));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_statement_in_the_table_of_a_page_names_a_test(string page)
    {
        var rows = Lines(page).SkipWhile(line => !line.EndsWith("| shown by |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).ToList();

        Assert.True(rows.Count > 5, page);
        Assert.All(rows, row => Assert.True(TestName().IsMatch(row), row));
    }

    [Theory]
    [InlineData(Threats, "T", 5, 1)]
    [InlineData(Hazards, "H", 3, 2)]
    public void Every_row_names_a_test_or_says_why_there_is_none(string page, string letter, int cells, int tables)
    {
        var rows = Rows(page, letter, cells);

        Assert.NotEmpty(rows);
        Assert.Equal(rows.Count, rows.DistinctBy(row => row[0]).Count());
        Assert.Equal(rows.Count * tables, Lines(page).Count(line => line.StartsWith($"| {letter}-", StringComparison.Ordinal)));
        Assert.All(rows, row => Assert.True(
            TestName().IsMatch(row[^1]) || row[^1].Split(NotShown) is [_, { Length: > 10 }], $"{row[0]} names no test and no reason"));
    }

    [Fact]
    public void Every_hazard_has_one_row_for_its_risk_and_one_for_its_mitigation()
    {
        var hazards = Rows(Hazards, "H", 6).Select(row => row[0]);

        Assert.Equal(hazards, Rows(Hazards, "H", 3).Select(row => row[0]));
    }

    [Theory]
    [InlineData("wrong patient returned")]
    [InlineData("stale patient")]
    [InlineData("deceased patient exposed")]
    [InlineData("sensitive patient exposed")]
    [InlineData("duplicate registration")]
    [InlineData("wrong person verified by birth date alone")]
    [InlineData("wrong demographics merged")]
    [InlineData("audit gap")]
    [InlineData("clock wrong")]
    public void Every_required_hazard_is_in_the_hazard_log(string hazard) =>
        Assert.Contains(Rows(Hazards, "H", 6), row => row[1].Contains(hazard, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Every_risk_rating_matches_the_matrix()
    {
        var ratings = Rows(Hazards, "H", 6).SelectMany(row => row[4..]).ToList();

        Assert.All(ratings, rating =>
        {
            var match = Rating().Match(rating);
            Assert.True(match.Success, rating);
            Assert.Equal(Risks[match.Groups[1].Value][Array.IndexOf(Likelihoods, match.Groups[2].Value)].ToString(), match.Groups[3].Value);
        });
        Assert.All(Risks, severity => Assert.Contains($"| {severity.Key} | {string.Join(" | ", severity.Value)} |", Text(Hazards), StringComparison.Ordinal));
    }

    [Fact]
    public void No_mitigation_raises_a_risk() => Assert.All(
        Rows(Hazards, "H", 6), row => Assert.True(row[4][^1] >= row[5][^1], row[0]));

    [Theory]
    [InlineData("A", "2021")]
    [InlineData("API", "2023")]
    public void Each_OWASP_top_ten_entry_names_a_threat_or_does_not_apply(string list, string year)
    {
        var threats = Rows(Threats, "T", 5).Select(row => row[0]).ToHashSet();
        for (var number = 1; number <= 10; number++)
        {
            var name = list == "A" ? $"A{number:00}:{year}" : $"API{number}:{year}";
            var row = Assert.Single(Lines(Threats), line => line.StartsWith($"| {name} ", StringComparison.Ordinal));
            var met = ThreatId().Matches(row).Select(match => match.Value).ToList();
            Assert.True(met.Count > 0 || row.Contains("does not apply: ", StringComparison.Ordinal), row);
            Assert.Empty(met.Except(threats));
        }
    }

    /// <summary>The table rows with this number of cells whose first cell is an id with this letter, such as T-1.</summary>
    private static List<string[]> Rows(string page, string letter, int cells) =>
    [
        .. Lines(page).Where(line => line.StartsWith($"| {letter}-", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .Where(row => row.Length == cells),
    ];

    private static string[] Lines(string page) => Text(page).Split('\n');

    private static string Text(string page) => File.ReadAllText(Repository.File(page));

    private static HashSet<string> Tests() =>
    [
        .. AllTests.Methods
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
            .Select(method => $"{method.ReflectedType!.Name}.{method.Name}"),
    ];

    [GeneratedRegex(@"`([A-Z]\w+(?:Tests|Contract)\.\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\A(\w+) × (\w+(?: \w+)?) = (\d)\z")]
    private static partial Regex Rating();

    [GeneratedRegex(@"\bT-\d+\b")]
    private static partial Regex ThreatId();
}
