using System.Text.Json;

namespace GpConnect.Foundations.Audit;

/// <summary>What a search of the trail asks for; null asks for nothing.</summary>
internal sealed record AuditFilter(string? Patient, string? User, string? Organisation, DateTimeOffset? From, DateTimeOffset? To)
{
    public string? Practice { get; init; }

    public string? TraceId { get; init; }

    /// <param name="record">One whose entry can be read.</param>
    /// <returns>What there is to show of the record; null when it does not match.</returns>
    public AuditSummary? Match(AuditRecord record)
    {
        if (AuditLabel.Of(record.Entry.Span).Kind == AuditLink.Kind)
        {
            // Of the trail itself, and of nobody who did anything.
            return null;
        }

        using var entry = JsonDocument.Parse(record.Entry, AuditJson.Options);
        var summary = AuditSummary.Of(entry.RootElement);
        return (Patient is null || summary.Resources.Contains($"Patient/{Patient}"))
            && (User is null || summary.User == User)
            && (Organisation is null || summary.Organisation == Organisation)
            && (Practice is null || string.Equals(summary.Practice, Practice, StringComparison.OrdinalIgnoreCase))
            && (TraceId is null || summary.TraceId == TraceId)
            && (From is not { } from || summary.At >= from)
            && (To is not { } to || summary.At < to)
            ? summary
            : null;
    }
}
