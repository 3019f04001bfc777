using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using GpConnect.Cli.Commands;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Pds;
using GpConnect.Hosting;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Observability;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Delivery.Tests.Pages;

/// <summary>The telemetry, settings, commands and pages that operators read about in an emergency must exist under these names.</summary>
/// <remarks>The process shares its option definitions, like the console, so no other test may parse commands concurrently.</remarks>
[Collection(ConsoleTests.Name)]
public sealed partial class OperationsPageTests
{
    private const string Runbooks = "docs/operations";

    private static readonly string Root = Repository.File("");

    public static TheoryData<string> Pages =>
        [.. Files("docs").Concat(Files(Runbooks)).Append(Repository.File("README.md")).Append(Repository.File("SECURITY.md")).Select(file => Path.GetRelativePath(Root, file))];

    [Theory]
    [InlineData(Runbooks)]
    [InlineData("docs/observability.md")]
    [InlineData("infra/modules/alerts.bicep")]
    public async Task Every_metric_and_label_that_is_named_exists_in_the_code(string page)
    {
        var named = TelemetryName().Matches(Text(page)).Select(match => match.Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(await TelemetryNamesAsync()));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_setting_that_is_named_exists_in_the_provider(string page)
    {
        var named = Setting().Matches(Text(page)).Select(match => match.Value);

        Assert.Empty(named.Except(KnownSettings.Names.Properties.Keys));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_line_parses(string page)
    {
        var lines = CommandInShell().Matches(Text(page)).Select(match => match.Groups[1].Value);

        Assert.All(lines, line => Assert.Empty(Errors(line)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_that_is_named_in_the_text_exists(string page)
    {
        var groups = CommandLine.CreateRoot().Subcommands.Where(command => command.Subcommands.Count > 0).ToDictionary(command => command.Name);
        var named = CommandInText().Matches(Text(page)).Where(match => groups.ContainsKey(match.Groups[1].Value));

        Assert.All(named, match => Assert.Contains(match.Groups[2].Value, groups[match.Groups[1].Value].Subcommands.Select(command => command.Name)));
    }

    [Fact]
    public void The_commands_page_lists_every_command_and_no_other()
    {
        var listed = CommandRow().Matches(Text("docs/commands.md")).Select(match => match.Groups[1].Value).Distinct().Order();

        Assert.Equal(CommandLine.CreateRoot().Subcommands.Where(command => !command.Hidden).Select(command => command.Name).Order(), listed);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_an_existing_file_and_heading(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        foreach (Match link in Link().Matches(Text(page)))
        {
            var (path, heading) = (link.Groups[1].Value, link.Groups[2].Value);
            var target = path.Length == 0 ? Path.Combine(Root, page) : Path.GetFullPath(Path.Combine(folder, path));
            Assert.True(Path.Exists(target), $"{page}: {link.Value}");
            Assert.True(heading.Length == 0 || Headings(target).Contains(heading), $"{page}: {link.Value}");
        }
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Repository.File(folder), "*.md");

    /// <summary>The text of a page, or of all runbooks with their entry page.</summary>
    private static string Text(string page) => page == Runbooks
        ? string.Join('\n', Files(page).Append(Repository.File("docs/operations.md")).Select(File.ReadAllText))
        : File.ReadAllText(Path.Combine(Root, page));

    private static async Task<IEnumerable<string>> TelemetryNamesAsync()
    {
        await using var provider = await RunningProvider.StartAsync();
        await using var observer = Observer.Watch(provider);

        // An instrument exists only once the service that records it does; only the Cosmos DB store creates StoreMetrics.
        provider.Services.GetRequiredService<StoreMetrics>();
        provider.Services.GetRequiredService<IPdsGateway>();
        var labels = typeof(Telemetry).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        return [.. observer.Instruments.Select(instrument => instrument.Name), .. labels];
    }

    private static IEnumerable<string> Errors(string line)
    {
        var typed = Placeholder().Replace(line, "placeholder");
        var errors = CommandLine.CreateRoot().Parse([.. CommandLineParser.SplitCommandLine(typed)]).Errors;

        // The files that a page names are the reader's own.
        return errors.Where(error => !error.Message.Contains("does not exist", StringComparison.Ordinal)).Select(error => $"{line}: {error.Message}");
    }

    /// <summary>The anchors of a page's headings.</summary>
    private static IEnumerable<string> Headings(string file) =>
        Heading().Matches(File.ReadAllText(file)).Select(match => NotInAnchor().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\b(?:gpconnect|http|db)\.(?!db\b)[a-z_]+(?:\.[a-z_]+)*")]
    private static partial Regex TelemetryName();

    [GeneratedRegex("GPCONNECT_[A-Z]+")]
    private static partial Regex Setting();

    /// <summary>The text after the executable, up to a comment. Commands in the steps of a runbook are indented.</summary>
    [GeneratedRegex(@"^ *(?:dotnet run --project src/GpConnect\.Cli -- |gpconnect )([a-z][^#\n]*)", RegexOptions.Multiline)]
    private static partial Regex CommandInShell();

    [GeneratedRegex("`([a-z]+) ([a-z-]+)[^`]*`")]
    private static partial Regex CommandInText();

    [GeneratedRegex(@"^\| `([a-z]+)", RegexOptions.Multiline)]
    private static partial Regex CommandRow();

    [GeneratedRegex("<[^>]+>|…")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\]\((?![a-z]+:)([^)#\s]*)#?([^)\s]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NotInAnchor();
}
