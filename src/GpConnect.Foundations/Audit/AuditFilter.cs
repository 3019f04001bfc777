using System.Text.Json;

namespace GpConnect.Foundations.Audit;

/// <summary>The criteria of a search of the trail; null matches every record.</summary>
internal sealed record AuditFilter(string? Patient, string? User, string? Organisation, DateTimeOffset? From, DateTimeOffset? To)
{
    public string? Practice { get; init; }

    public string? TraceId { get; init; }

    /// <param name="record">A record whose entry is valid JSON.</param>
    /// <returns>The summary of the record; null when it does not match.</returns>
    public AuditSummary? Match(AuditRecord record)
    {
        if (AuditLabel.Of(record.Entry.Span).Kind == AuditLink.Kind)
        {
            // The trail wrote this record itself; it describes no action of a user.
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
