using System.Globalization;
using System.Text.Json;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Foundations.Audit;

/// <summary>The parts of a record that a table shows. A part is empty if the record does not have it as text.</summary>
/// <param name="At"><see cref="DateTimeOffset.MinValue"/> if the record has no time.</param>
/// <param name="Activity">The interaction id without the common prefix, or the operator's command with what it switched.</param>
/// <param name="Outcome">Status and Spine error code of a request, or the outcome of a command.</param>
internal sealed record AuditSummary(
    DateTimeOffset At, string Practice, string Activity, string User, string Organisation, IReadOnlyList<string> Resources, string Outcome, string TraceId)
{
    public static AuditSummary Of(JsonElement entry)
    {
        var isCall = Text(entry, "kind") == "call";
        var user = isCall ? Property(entry, "user") : default;
        return new AuditSummary(
            DateTimeOffset.TryParse(Text(entry, "time"), CultureInfo.InvariantCulture, out var at) ? at : DateTimeOffset.MinValue,
            Text(entry, "practice"),
            isCall ? Short(Text(entry, "interaction")) : Command(entry),
            isCall ? Text(user, "id") : Text(entry, "user"),
            Text(user, "organisationOdsCode"),
            Touched(entry),
            isCall ? $"{Property(entry, "status")} {Text(entry, "error")}".Trim() : Text(entry, "outcome"),
            Text(entry, "traceId"));
    }

    /// <summary>The command with the switch that it set, and whether it took a mark away.</summary>
    private static string Command(JsonElement entry)
    {
        var details = Property(entry, "details");
        string[] words = [Text(entry, "command"), Text(details, "switch"), Text(details, "off") == "true" ? "--off" : ""];
        return string.Join(' ', words.Where(word => word.Length > 0));
    }

    private static string Short(string interaction) =>
        interaction.StartsWith(Interaction.Prefix, StringComparison.Ordinal) ? interaction[Interaction.Prefix.Length..] : interaction;

    private static IReadOnlyList<string> Touched(JsonElement entry) =>
        Property(entry, "resources") is { ValueKind: JsonValueKind.Array } resources ? [.. resources.EnumerateArray().Select(Text)] : [];

    private static string Text(JsonElement element, string name) => Text(Property(element, name));

    private static string Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate.
            return "";
        }
    }

    private static JsonElement Property(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate in another property name.
            return default;
        }
    }
}
