using GpConnect.Foundations.Pds;

namespace GpConnect.Importing.BatchTrace;

/// <summary>One row of a response.</summary>
/// <param name="Line">The line of the file on which it ends, counted from 1.</param>
/// <param name="RequestedNumber">The NHS number in the request; null when the file does not repeat it.</param>
/// <param name="TracedRecord">The PDS record, as far as the row gives it.</param>
internal sealed record BatchTraceRow(int Line, string Reference, BatchTraceResult Result, string? RequestedNumber, PdsRecord TracedRecord)
{
    /// <summary>Whether SENSITIVITY_FLAG holds an unknown value.</summary>
    public bool HasUnknownFlag { get; init; }

    /// <summary>Whether the row holds demographics of the record that was found.</summary>
    public bool HasRecord => Result is BatchTraceResult.CrossChecked or BatchTraceResult.Matched;
}

/// <summary>What the service found, whatever the profile (spine-clients.md §3.2).</summary>
internal enum BatchTraceResult
{
    /// <summary>Number and birth date belong together.</summary>
    CrossChecked,

    /// <summary>One record was found by other means than the number.</summary>
    Matched,

    /// <summary>The number was superseded, is invalid, or is another person's.</summary>
    Conflict,

    /// <summary>No record, or several.</summary>
    NoMatch,

    Sensitive,

    /// <summary>The service did not trace the row.</summary>
    NotTraced,

    /// <summary>The code is in none of the tables.</summary>
    Unknown,
}
