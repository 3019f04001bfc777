namespace GpConnect.Importing.BatchTrace;

/// <summary>The result codes of spine-clients.md §3.2.</summary>
internal static class TraceCodes
{
    /// <summary>Code of a file, or of a row, that was worked on.</summary>
    public const string Success = "00";

    private const string NobodyMatched = "0000000000";
    private const string SeveralMatched = "9999999999";

    /// <param name="algorithm">1 cross check, 2 simple, 3 alphanumeric, 4 algorithmic trace.</param>
    public static TraceResult OfMeshAndMpt(string code, string algorithm, string matchedNumber) => (code, algorithm, matchedNumber) switch
    {
        (Success, _, NobodyMatched or SeveralMatched) => TraceResult.NoMatch,
        (Success, "1", _) => TraceResult.CrossChecked,
        (Success, "2" or "3" or "4", _) => TraceResult.Matched,
        ("90" or "91", _, _) => TraceResult.Conflict,
        ("92", _, _) => TraceResult.Sensitive,
        ("96" or "97" or "98", _, _) => TraceResult.NoMatch,
        ("01" or "02" or "03" or "04" or "05" or "06" or "07" or "08" or "09", _, _) => TraceResult.NotTraced,
        ("10" or "11" or "12" or "13" or "14" or "15" or "16" or "17", _, _) => TraceResult.NotTraced,
        _ => TraceResult.Unknown,
    };

    public static TraceResult OfDbs(string code) => code switch
    {
        "30" => TraceResult.CrossChecked,
        "20" => TraceResult.Matched,
        "33" or "40" => TraceResult.Conflict,
        "21" or "22" or "31" or "32" => TraceResult.NoMatch,
        _ => TraceResult.Unknown,
    };
}
