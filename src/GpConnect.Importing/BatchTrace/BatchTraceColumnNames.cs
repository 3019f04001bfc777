namespace GpConnect.Importing.BatchTrace;

/// <summary>The columns of responses, and their order where a file does not name them (spine-clients.md §3.2).</summary>
internal static class BatchTraceColumnNames
{
    public const string Reference = "UNIQUE_REFERENCE";
    public const string RequestedNumber = "REQ_NHS_NUMBER";
    public const string Family = "FAMILY_NAME";
    public const string Given = "GIVEN_NAME";
    public const string BirthDate = "DATE_OF_BIRTH";
    public const string DeathDate = "DATE_OF_DEATH";
    public const string Sensitivity = "SENSITIVITY_FLAG";
    public const string Code = "ERROR_SUCCESS_CODE";
    public const string MatchedNumber = "MATCHED_NHS_NO";
    public const string Algorithm = "MATCHED_ALGORITHM_INDICATOR";

    /// <summary>Only PDS over MESH has it.</summary>
    private const string RegistrationDate = "GP_REGISTRATION_DATE";

    /// <summary>A row with this many known names is a header; a person's data contain none.</summary>
    private const int NamesInHeader = 3;

    public static IReadOnlyList<string> Needed { get; } =
        [Reference, RequestedNumber, Family, Given, BirthDate, DeathDate, Sensitivity, Code, MatchedNumber, Algorithm];

    public static IReadOnlyList<string> MeshOrder { get; } =
    [
        Reference, RequestedNumber, Family, Given, "OTHER_GIVEN_NAME", "GENDER", BirthDate, DeathDate, "ADDRESS_LINE1", "ADDRESS_LINE2",
        "ADDRESS_LINE3", "ADDRESS_LINE4", "ADDRESS_LINE5", "POSTCODE", "GP_PRACTICE_CODE", RegistrationDate, "NHAIS_POSTING_ID", "AS_AT_DATE",
        "LOCAL_PATIENT_ID", "INTERNAL_ID", "TELEPHONE_NUMBER", "MOBILE_NUMBER", "EMAIL_ADDRESS", Sensitivity, "MPS_ID", Code, MatchedNumber, Algorithm,
        "MATCHED_CONFIDENCE_PERCENTAGE",
    ];

    public static IReadOnlyList<string> MptOrder { get; } =
    [
        .. MeshOrder.Where(name => name != RegistrationDate),
        "ALGORITHMIC_TRACE_FAMILY_NAME_SCORE_PERC", "ALGORITHMIC_TRACE_GIVEN_NAME_SCORE_PERC", "ALGORITHMIC_TRACE_DOB_SCORE_PERC",
        "ALGORITHMIC_TRACE_GENDER_SCORE_PERC", "ALGORITHMIC_TRACE_POSTCODE_SCORE_PERC",
    ];

    /// <summary>Gives a name its usual spelling: files spell names with blanks, slashes or underscores.</summary>
    public static string Normalize(string name)
    {
        var normal = name.Trim().ToUpperInvariant().Replace(' ', '_').Replace('/', '_');
        return normal == "REQ_NHS_NO" ? RequestedNumber : normal;
    }

    public static bool AreNames(string[] fields) => fields.Count(field => MeshOrder.Contains(Normalize(field))) >= NamesInHeader;
}
