using GpConnect.Importing.BatchTrace;

namespace GpConnect.Testing.BatchTrace;

/// <summary>Writes response files in the layouts of spine-clients.md §3.2, and in layouts that deviate from them.</summary>
internal sealed record ResponseFile(string Profile)
{
    private static readonly string[] MeshOrder =
    [
        "UNIQUE REFERENCE", "REQ_NHS_NUMBER", "FAMILY_NAME", "GIVEN_NAME", "OTHER_GIVEN_NAME", "GENDER", "DATE_OF_BIRTH", "DATE_OF_DEATH",
        "ADDRESS_LINE1", "ADDRESS_LINE2", "ADDRESS_LINE3", "ADDRESS_LINE4", "ADDRESS_LINE5", "POSTCODE", "GP_PRACTICE_CODE", "GP_REGISTRATION_DATE",
        "NHAIS_POSTING_ID", "AS_AT_DATE", "LOCAL_PATIENT_ID", "INTERNAL_ID", "TELEPHONE_NUMBER", "MOBILE_NUMBER", "EMAIL_ADDRESS", "SENSITIVITY_FLAG",
        "MPS_ID", "ERROR/SUCCESS_CODE", "MATCHED_NHS_NO", "MATCHED_ALGORITHM_INDICATOR", "MATCHED_CONFIDENCE_PERCENTAGE",
    ];

    private static readonly string[] Scores = ["FAMILY_NAME", "GIVEN_NAME", "DOB", "GENDER", "POSTCODE"];

    public IReadOnlyList<string> Columns { get; init; } = Profile == BatchTraceProfile.Mpt
        ? [.. MeshOrder.Where(column => column != "GP_REGISTRATION_DATE"), .. Scores.Select(score => $"ALGORITHMIC_TRACE_{score}_SCORE_PERC")]
        : MeshOrder;

    public string NewLine { get; init; } = "\r\n";

    public bool HasNames { get; init; } = Profile == BatchTraceProfile.PdsMesh;

    public bool HasControl { get; init; } = Profile == BatchTraceProfile.Mpt;

    public string Workflow { get; init; } = "SPINE_MPT_RESPONSE";

    /// <summary>The row count in the control record; null for the actual one.</summary>
    public string? Count { get; init; }

    public string ControlCode { get; init; } = "00";

    /// <summary>Whether the file has the header and the trailer of DBS.</summary>
    public bool HasEnds { get; init; } = true;

    public int DbsWidth { get; init; } = 58;

    public string Write(params IReadOnlyList<ResponseRow> rows) => string.Concat(Records(rows).Select(fields => string.Join(',', fields.Select(Quote)) + NewLine));

    private IEnumerable<IEnumerable<string>> Records(IReadOnlyList<ResponseRow> rows)
    {
        if (Profile == BatchTraceProfile.DbsCsv)
        {
            var people = rows.Select(row => Enumerable.Range(0, DbsWidth).Select(row.Field));
            return HasEnds ? [["0001", "HEADER"], .. people, ["9999", "TRAILER"]] : people;
        }

        var data = rows.Select(row => Columns.Select(row.Field));
        IEnumerable<IEnumerable<string>> named = HasNames ? [Columns, .. data] : data;
        return HasControl ? [["MPTREQ_20261122010203", Workflow, Count ?? $"{rows.Count}", ControlCode], .. named] : named;
    }

    private static string Quote(string field) => field.AsSpan().ContainsAny(",\"\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
