using System.Globalization;
using GpConnect.Foundations.Records;
using GpConnect.Importing.Records;

namespace GpConnect.Importing.BatchTrace;

/// <summary>Why a record is not served even if its number is verified. Imports report it, so that no one stays hidden unnoticed.</summary>
internal static class BatchTraceHiding
{
    /// <summary>Digits of a response's SHA-256 that distinguish it from others; <c>patient unmark-traced</c> takes them.</summary>
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
