using System.Text.Json.Nodes;
using GpConnect.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace GpConnect.Testing.Hosting;

/// <summary>A function as a Functions host reads it from its folder.</summary>
internal sealed class PublishedFunction(string name, JsonObject trigger, JsonArray bindings)
{
    private readonly TemplateMatcher matcher = new(TemplateParser.Parse((string)trigger["route"]!), []);

    public string Name => name;

    public string Route => (string)trigger["route"]!;

    public JsonArray Bindings => bindings;

    public IReadOnlyList<string> Verbs { get; } = [.. trigger["methods"]!.AsArray().Select(verb => (string)verb!)];

    /// <summary>All functions of an app, in the order in which a host tries them: by name, without regard to case.</summary>
    public static IReadOnlyList<PublishedFunction> In(string appFolder) =>
    [
        .. Directory.GetDirectories(appFolder)
            .Select(folder => Path.Combine(folder, FunctionFolders.FunctionFile))
            .Where(File.Exists)
            .Select(Read)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase),
    ];

    public bool Takes(string verb, string path) =>
        Verbs.Contains(verb, StringComparer.OrdinalIgnoreCase) && matcher.TryMatch(PathString.FromUriComponent(path), []);

    private static PublishedFunction Read(string file)
    {
        var bindings = JsonNode.Parse(File.ReadAllText(file))!["bindings"]!.AsArray();
        var trigger = bindings.Single(binding => (string?)binding!["type"] == "httpTrigger")!.AsObject();
        return new PublishedFunction(Path.GetFileName(Path.GetDirectoryName(file))!, trigger, bindings);
    }
}
