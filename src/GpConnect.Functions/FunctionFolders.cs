using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;

namespace GpConnect.Functions;

/// <summary>
/// The folders that define the functions of a Functions host, one for each interaction. They only lead requests here: the
/// pipeline does its own routing. The host takes the first route that matches, in the order of the names.
/// </summary>
internal static class FunctionFolders
{
    public const string FunctionFile = "function.json";

    /// <summary>Takes requests that no other function takes. Its route matches every path, so its name must be the last.</summary>
    public const string Unmatched = "unmatched";

    public const string Health = "health";

    /// <summary>All verbs, because the host itself answers a verb that a function does not list, without an OperationOutcome.</summary>
    private static readonly string[] Verbs = ["get", "head", "post", "put", "patch", "delete", "options", "trace"];

    /// <returns>Why functions cannot have this service root; null when they can.</returns>
    public static string? ErrorOf(string serviceRoot)
    {
        var options = new ServiceRootOptions();
        var results = new List<ValidationResult>();
        var context = new ValidationContext(options) { MemberName = nameof(options.ServiceRoot) };
        if (!Validator.TryValidateProperty(serviceRoot, context, results))
        {
            return results[0].ErrorMessage;
        }

        // The Functions host reserves these paths.
        return serviceRoot.Split('/')[1].ToLowerInvariant() is "admin" or "runtime" ? "a Functions host serves no path below /admin or /runtime" : null;
    }

    public static void Write(string appFolder, string serviceRoot)
    {
        foreach (var (name, route) in Routes(serviceRoot))
        {
            var folder = Directory.CreateDirectory(Path.Combine(appFolder, name)).FullName;
            File.WriteAllText(Path.Combine(folder, FunctionFile), Function(route).ToJsonString());
        }
    }

    /// <summary>Such as <c>rest-read-patient-1</c>: a host allows only letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static string NameOf(Interaction interaction) => interaction.ShortId.Replace(':', '-').Replace('.', '-');

    private static IEnumerable<(string Name, string Route)> Routes(string serviceRoot)
    {
        var root = serviceRoot.Trim('/').Replace(ServiceRoot.OdsPlaceholder, "{ods}", StringComparison.Ordinal);
        return Interaction.All
            .Select(interaction => (NameOf(interaction), $"{root}/{PathOf(interaction)}"))
            .Append((Health, "health/{*path}"))
            .Append((Unmatched, "{*path}"));
    }

    private static string PathOf(Interaction interaction) => interaction switch
    {
        { Kind: InteractionKind.Metadata } => "metadata",
        { Kind: InteractionKind.Read } => $"{interaction.ResourceType}/{{id}}/{{*history}}",
        { Kind: InteractionKind.Search } => $"{interaction.ResourceType}",
        _ => $"{interaction.ResourceType}/${interaction.OperationName}",
    };

    private static JsonObject Function(string route) => new()
    {
        ["bindings"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "httpTrigger",
                ["direction"] = "in",
                ["name"] = "req",
                ["authLevel"] = "anonymous",
                ["methods"] = new JsonArray([.. Verbs]),
                ["route"] = route,
            },
            new JsonObject { ["type"] = "http", ["direction"] = "out", ["name"] = "res" }),
    };
}
