using System.Reflection;
using System.Text.RegularExpressions;
using GpConnect.Testing.Requirements;

namespace GpConnect.Delivery.Tests.Requirements;

public partial class RequirementTests
{
    private const string NotYet = "## Not yet";

    [Fact]
    public void Every_requirement_has_a_test()
    {
        var required = Rows().ToList();
        var covered = Covered();

        Assert.Equal("", string.Join(' ', required.Except(covered)));
        Assert.Equal("", string.Join(' ', covered.Except(required).Order()));
    }

    [Fact]
    public void Requirement_ids_are_unique()
    {
        var repeated = Rows().Concat(NotYetRows()).GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key);

        Assert.Empty(repeated);
    }

    /// <summary>Without it, tests in the background ignore Ctrl-C and temporary folders stay.</summary>
    [Fact]
    public void Every_test_project_that_starts_providers_prepares_its_run()
    {
        var unprepared = AllTests.Assemblies
            .Where(assembly => assembly.GetName().Name is not ("GpConnect.Testing" or "GpConnect.Fhir.Tests"))
            .Where(assembly => assembly.GetCustomAttribute<TestFrameworkAttribute>() is null);

        Assert.Empty(unprepared);
    }

    private static HashSet<string> Covered() =>
    [
        .. AllTests.Methods
            .SelectMany(method => method.GetCustomAttributes().OfType<ICovers>())
            .SelectMany(attribute => attribute.Ids),
    ];

    private static IEnumerable<string> Rows() => Ids(Text().Split(NotYet)[0]);

    private static IEnumerable<string> NotYetRows() => Ids(Text().Split(NotYet)[1]);

    private static IEnumerable<string> Ids(string text) => Row().Matches(text).Select(match => match.Groups[1].Value);

    private static string Text()
    {
        using var stream = typeof(RequirementTests).Assembly.GetManifestResourceStream("requirements.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^\| ([A-Z]+-?[0-9]+[a-z]?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
