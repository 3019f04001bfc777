using System.Globalization;
using GpConnect.Foundations.Records;
using GpConnect.Importing.Records;

namespace GpConnect.Importing.BatchTrace;

/// <summary>Why a record is not served however well its number is verified; an import says so, lest somebody stays hidden unseen.</summary>
internal static class BatchTraceHiding
{
    /// <summary>As many digits of a response's SHA-256 as tell it from others; <c>patient unmark-traced</c> takes them.</summary>
    public const int ShortHash = 12;

    /// <returns>Null for a record that nothing hides.</returns>
    public static string? Of(Envelope held, DateTimeOffset now)
    {
        if (OperatorOverrides.BatchTraceOf(held) is { } trace)
        {
            return string.Create(CultureInfo.InvariantCulture, $"marked sensitive by the import {Short(trace.Content)} of {trace.At:yyyy-MM-dd}");
        }

        return held switch
        {
            { Sensitive: true } => "marked sensitive by the practice",
            { Deceased: not null } => "deceased",
            { SupersededBy: not null } => "merged",
            _ => held.IsActive(now) ? null : "inactive",
        };
    }

    public static string Short(string? hash) => hash?.Length > ShortHash ? hash[..ShortHash] : hash ?? "of an earlier release";
}
