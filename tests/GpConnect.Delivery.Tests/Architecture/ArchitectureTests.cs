using System.Reflection;
using System.Text.RegularExpressions;
using GpConnect.Testing;
using NetArchTest.Rules;

namespace GpConnect.Delivery.Tests.Architecture;

/// <summary>The references between projects that docs/architecture.md allows, and no cycle between the folders inside a project.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Page = Row().Matches(File.ReadAllText(Repository.File("docs/architecture.md")))
        .ToDictionary(row => row.Groups["project"].Value, row => Name().Matches(row.Groups["references"].Value).Select(name => name.Value).ToArray(), StringComparer.Ordinal);

    public static TheoryData<string> Projects => [.. Page.Keys];

    /// <summary>The projects that must not reference ASP.NET Core.</summary>
    public static TheoryData<string> Rules =>
        ["GpConnect.Fhir", "GpConnect.Foundations", "GpConnect.Storage.Sqlite", "GpConnect.Storage.Azure", "GpConnect.Spine", "GpConnect.Importing"];

    [Fact]
    public void The_page_names_every_project() =>
        Assert.Equal(Directory.GetFiles(Repository.File("src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(), Page.Keys.Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_page_allows(string project) =>
        Assert.Empty(References(project).Where(reference => reference.StartsWith("GpConnect.", StringComparison.Ordinal)).Except(Page[project]));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_project_without_HTTP_does_not_reference_ASP_NET_Core(string project) =>
        Assert.DoesNotContain(References(project), reference => reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_depend_on_each_other_in_one_direction(string project)
    {
        var folders = Load(project).GetTypes().Select(type => type.Namespace).OfType<string>()
            .Where(name => name.StartsWith($"{project}.", StringComparison.Ordinal)).Distinct().ToList();
        var left = folders.ToDictionary(folder => folder, folder => folders.Where(other => other != folder && Depends(project, folder, other)).ToHashSet());

        // Remove the folders that depend on no remaining folder, until none remains or all that remain depend on a cycle.
        while (left.Where(folder => folder.Value.Count == 0).Select(folder => folder.Key).ToList() is { Count: > 0 } lowest)
        {
            lowest.ForEach(folder => left.Remove(folder));
            Assert.All(left.Values, dependencies => dependencies.ExceptWith(lowest));
        }

        Assert.True(left.Count == 0, $"in a cycle: {string.Join("; ", left.Select(folder => $"{folder.Key} -> {string.Join(", ", folder.Value)}"))}");
    }

    private static bool Depends(string project, string folder, string other) =>
        !Types.InAssembly(Load(project)).That().ResideInNamespace(folder).Should().NotHaveDependencyOnAny(other).GetResult().IsSuccessful;

    private static IEnumerable<string> References(string project) => Load(project).GetReferencedAssemblies().Select(reference => reference.Name!);

    private static Assembly Load(string project) => Assembly.Load(project == "GpConnect.Cli" ? "gpconnect" : project);

    [GeneratedRegex(@"^\| `(?<project>GpConnect\.[\w.]+)` \|[^|]*\|(?<references>[^|]*)\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"GpConnect\.[\w.]+")]
    private static partial Regex Name();
}
