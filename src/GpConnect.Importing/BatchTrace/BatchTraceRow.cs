using GpConnect.Foundations.Pds;

namespace GpConnect.Importing.BatchTrace;

/// <summary>One row of a response.</summary>
/// <param name="Line">Where it ends in the file.</param>
/// <param name="RequestedNumber">The NHS number that was asked for; null where the file does not repeat it.</param>
/// <param name="TracedRecord">What PDS holds, as far as the row says it.</param>
internal sealed record BatchTraceRow(int Line, string Reference, BatchTraceResult Result, string? RequestedNumber, PdsRecord TracedRecord)
{
    /// <summary>Whether SENSITIVITY_FLAG holds something that is in no table.</summary>
    public bool HasUnknownFlag { get; init; }

    /// <summary>Whether the row holds demographics of the record that was found.</summary>
    public bool HasRecord => Result is BatchTraceResult.CrossChecked or BatchTraceResult.Matched;
}

/// <summary>What the service says that it found, whatever the profile (spine-clients.md §3.2).</summary>
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
