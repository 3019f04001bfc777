using System.IO.Compression;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Interactions;
using GpConnect.Testing;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Publishing;

public sealed class PublishedAppTests
{
    private const string Executable = "GpConnect.Functions";

    private static readonly string[] Verbs = ["get", "head", "post", "put", "patch", "delete", "options", "trace"];

    [LinuxFact]
    [Requirement("FH-11")]
    public async Task There_is_one_function_for_each_interaction_and_the_catch_all_is_last()
    {
        var functions = PublishedFunction.In(await PublishedApp.FolderAsync());

        var interactions = Interaction.All.Select(FunctionFolders.NameOf);
        Assert.Equal([.. interactions.Append("health").Order(StringComparer.Ordinal), "unmatched"], functions.Select(function => function.Name));
        Assert.Equal("{*path}", functions[^1].Route);
        Assert.Equal(functions.Count, functions.Select(function => function.Route).Distinct().Count());
    }

    [LinuxFact]
    [Requirement("FH-11")]
    public async Task A_function_accepts_every_verb_and_requires_no_key()
    {
        Assert.All(PublishedFunction.In(await PublishedApp.FolderAsync()), function =>
        {
            Assert.Equal(Verbs, function.Verbs);
            Assert.Equal(["httpTrigger in anonymous", "http out "], function.Bindings.Select(binding => $"{binding!["type"]} {binding["direction"]} {binding["authLevel"]}"));
            Assert.DoesNotMatch("^(admin|runtime)", function.Route);
        });
    }

    [LinuxFact]
    [Requirement("FH-3")]
    public async Task The_host_is_configured_to_forward_requests_unchanged()
    {
        var host = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(await PublishedApp.FolderAsync(), "host.json")))!;

        Assert.Equal("2.0", (string?)host["version"]);
        Assert.Equal("", (string?)host["extensions"]!["http"]!["routePrefix"]);
        Assert.Equal(Executable, (string?)host["customHandler"]!["description"]!["defaultExecutablePath"]);
        Assert.True((bool)host["customHandler"]!["enableProxyingHttpRequest"]!);
        Assert.Null(host["customHandler"]!["enableForwardingHttpRequest"]);
        Assert.Equal("OpenTelemetry", (string?)host["telemetryMode"]);
    }

    [LinuxFact]
    [Requirement("FH-12")]
    public async Task The_zip_holds_the_folder_with_the_executable_bit_and_no_files_of_a_developer()
    {
        var folder = await PublishedApp.FolderAsync();
        using var zip = await ZipFile.OpenReadAsync(PublishedApp.Zip);

        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file));
        Assert.Equal(files.Order(StringComparer.Ordinal), zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.True(((UnixFileMode)(zip.GetEntry(Executable)!.ExternalAttributes >> 16)).HasFlag(UnixFileMode.UserExecute | UnixFileMode.OtherExecute));
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.StartsWith("samples", StringComparison.Ordinal) || entry.Name.StartsWith("local.settings", StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_of_local_settings_is_for_a_custom_handler()
    {
        var settings = JsonNode.Parse(File.ReadAllText(Repository.File("local.settings.sample.json")))!;

        Assert.Equal("custom", (string?)settings["Values"]!["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.All(settings["Values"]!.AsObject().Select(value => value.Key).Where(key => key.StartsWith("GPCONNECT_", StringComparison.Ordinal)), key => Assert.Contains(key, KnownSettings.Names.Properties.Keys));
    }
}
