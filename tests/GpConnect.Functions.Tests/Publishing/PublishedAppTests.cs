using System.IO.Compression;
using System.Text.Json.Nodes;
using GpConnect.Hosting;
using GpConnect.Testing;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Publishing;

public sealed class PublishedAppTests
{
    [LinuxFact]
    [Requirement("FH-3")]
    public async Task The_host_starts_the_worker_alone_and_adds_no_prefix_to_routes()
    {
        var host = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(await PublishedApp.FolderAsync(), "host.json")))!;

        Assert.Equal("2.0", (string?)host["version"]);
        Assert.Equal("", (string?)host["extensions"]!["http"]!["routePrefix"]);

        // With it the host would start a second process on the same store.
        Assert.Null(host["customHandler"]);
        Assert.Equal("OpenTelemetry", (string?)host["telemetryMode"]);
    }

    [LinuxFact]
    [Requirement("FH-12")]
    public async Task The_zip_holds_the_folder_with_what_a_host_needs_and_no_files_of_a_developer()
    {
        var folder = await PublishedApp.FolderAsync();
        using var zip = await ZipFile.OpenReadAsync(PublishedApp.Zip);

        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file));
        var names = zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(files.Order(StringComparer.Ordinal), names);
        Assert.Superset(new HashSet<string> { "GpConnect.Functions.dll", "extensions.json", "host.json", "worker.config.json" }, names.ToHashSet());
        Assert.Contains(names, name => name.StartsWith(".azurefunctions/", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.StartsWith("samples", StringComparison.Ordinal) || name.StartsWith("local.settings", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.StartsWith("GpConnect.", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));
    }

    [LinuxFact]
    [Requirement("FH-12")]
    public async Task The_host_starts_the_worker_with_the_installed_runtime()
    {
        var worker = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(await PublishedApp.FolderAsync(), "worker.config.json")))!["description"]!;

        Assert.Equal(("dotnet-isolated", "dotnet", "GpConnect.Functions.dll"), ((string?)worker["language"], (string?)worker["defaultExecutablePath"], (string?)worker["defaultWorkerPath"]));
    }

    [Fact]
    public void The_sample_of_local_settings_is_for_an_isolated_worker()
    {
        var settings = JsonNode.Parse(File.ReadAllText(Repository.File("local.settings.sample.json")))!;

        Assert.Equal("dotnet-isolated", (string?)settings["Values"]!["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.All(settings["Values"]!.AsObject().Select(value => value.Key).Where(key => key.StartsWith("GPCONNECT_", StringComparison.Ordinal)), key => Assert.Contains(key, KnownSettings.Names.Properties.Keys));
    }
}
