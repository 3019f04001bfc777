using System.Text.Json;
using GpConnect.SimulatedHost.Protocol;
using Microsoft.AspNetCore.Routing.Template;

namespace GpConnect.SimulatedHost;

/// <summary>A function with an HTTP trigger, as a worker describes it.</summary>
internal sealed class HostedFunction
{
    private readonly TemplateMatcher matcher;

    private HostedFunction(RpcFunctionMetadata metadata, JsonElement trigger)
    {
        Metadata = metadata;
        Trigger = trigger.GetProperty("name").GetString()!;
        Route = trigger.GetProperty("route").GetString()!;
        Level = trigger.GetProperty("authLevel").GetString()!;
        Verbs = [.. trigger.GetProperty("methods").EnumerateArray().Select(verb => verb.GetString()!)];
        matcher = new TemplateMatcher(TemplateParser.Parse(Route), []);
    }

    public RpcFunctionMetadata Metadata { get; }

    public string Name => Metadata.Name;

    /// <summary>Name of the parameter that receives the request.</summary>
    public string Trigger { get; }

    public string Route { get; }

    /// <summary>Who may call it, such as <c>Anonymous</c>.</summary>
    public string Level { get; }

    public IReadOnlyList<string> Verbs { get; }

    /// <summary>Gives the function an id and the bindings that its own JSON describes, as a host does before it loads the function.</summary>
    public static HostedFunction Of(RpcFunctionMetadata metadata)
    {
        metadata.FunctionId = Guid.NewGuid().ToString();
        JsonElement? trigger = null;
        foreach (var raw in metadata.RawBindings)
        {
            var binding = JsonSerializer.Deserialize<JsonElement>(raw);
            var type = binding.GetProperty("type").GetString()!;
            var isIn = binding.GetProperty("direction").GetString()!.Equals("in", StringComparison.OrdinalIgnoreCase);
            metadata.Bindings[binding.GetProperty("name").GetString()!] =
                new BindingInfo { Type = type, Direction = isIn ? BindingInfo.Types.Direction.In : BindingInfo.Types.Direction.Out };
            trigger = type == "httpTrigger" ? binding : trigger;
        }

        return new HostedFunction(metadata, trigger ?? throw new InvalidDataException($"{metadata.Name} has no HTTP trigger"));
    }

    /// <summary>Whether the function takes a request; routes ignore letter case.</summary>
    public bool Takes(HttpRequest request) =>
        Verbs.Contains(request.Method, StringComparer.OrdinalIgnoreCase) && matcher.TryMatch(request.Path, []);
}
