namespace GpConnect.Importing.BatchTrace;

/// <summary>The result codes of spine-clients.md §3.2.</summary>
internal static class BatchTraceCodes
{
    /// <summary>Code of a file or row that was processed.</summary>
    public const string Success = "00";

    private const string NoMatchNumber = "0000000000";
    private const string SeveralMatched = "9999999999";

    /// <param name="algorithm">1 cross check, 2 simple, 3 alphanumeric, 4 algorithmic trace.</param>
    public static BatchTraceResult OfMeshAndMpt(string code, string algorithm, string matchedNumber) => (code, algorithm, matchedNumber) switch
    {
        (Success, _, NoMatchNumber or SeveralMatched) => BatchTraceResult.NoMatch,
        (Success, "1", _) => BatchTraceResult.CrossChecked,
        (Success, "2" or "3" or "4", _) => BatchTraceResult.Matched,
        ("90" or "91", _, _) => BatchTraceResult.Conflict,
        ("92", _, _) => BatchTraceResult.Sensitive,
        ("96" or "97" or "98", _, _) => BatchTraceResult.NoMatch,
        ("01" or "02" or "03" or "04" or "05" or "06" or "07" or "08" or "09", _, _) => BatchTraceResult.NotTraced,
        ("10" or "11" or "12" or "13" or "14" or "15" or "16" or "17", _, _) => BatchTraceResult.NotTraced,
        _ => BatchTraceResult.Unknown,
    };

    public static BatchTraceResult OfDbs(string code) => code switch
    {
        "30" => BatchTraceResult.CrossChecked,
        "20" => BatchTraceResult.Matched,
        "33" or "40" => BatchTraceResult.Conflict,
        "21" or "22" or "31" or "32" => BatchTraceResult.NoMatch,
        _ => BatchTraceResult.Unknown,
    };
}
