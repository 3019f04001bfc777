using System.Text.Json;

namespace GpConnect.Functions.Audit;

/// <summary>What a search of the trail asks for; null asks for nothing.</summary>
internal sealed record AuditFilter(string? Patient, string? User, string? Organisation, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <returns>What there is to show of the record; null when it does not match.</returns>
    public AuditSummary? Match(AuditRecord record)
    {
        using var entry = JsonDocument.Parse(record.Entry);
        var summary = AuditSummary.Of(entry.RootElement);
        return (Patient is null || summary.Resources.Contains($"Patient/{Patient}"))
            && (User is null || summary.User == User)
            && (Organisation is null || summary.Organisation == Organisation)
            && (From is not { } from || summary.At >= from)
            && (To is not { } to || summary.At < to)
            ? summary
            : null;
    }
}

/// <summary>The parts of a record that a table shows. Texts are empty where the record says nothing.</summary>
/// <param name="Activity">The interaction, or the operator's command.</param>
/// <param name="Outcome">Status and Spine error code of a call, or the outcome of a command.</param>
internal sealed record AuditSummary(
    DateTimeOffset At, string Practice, string Activity, string User, string Organisation, IReadOnlyList<string> Resources, string Outcome)
{
    public static AuditSummary Of(JsonElement entry)
    {
        var isCall = Text(entry, "kind") == "call";
        var user = isCall && entry.TryGetProperty("user", out var caller) ? caller : default;
        return new AuditSummary(
            entry.GetProperty("time").GetDateTimeOffset(),
            Text(entry, "practice"),
            Text(entry, isCall ? "interaction" : "command"),
            isCall ? Text(user, "id") : Text(entry, "user"),
            Text(user, "organisationOdsCode"),
            [.. entry.GetProperty("resources").EnumerateArray().Select(resource => resource.GetString()!)],
            isCall ? $"{entry.GetProperty("status")} {Text(entry, "error")}".TrimEnd() : Text(entry, "outcome"));
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
