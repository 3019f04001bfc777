namespace GpConnect.Testing.BatchTrace;

/// <summary>One row of a response: a successful cross check of a patient, unless a test changes it.</summary>
internal sealed record ResponseRow(string Reference, string Number)
{
    public string Code { get; init; } = "00";

    public string Algorithm { get; init; } = "1";

    public string Requested { get; init; } = Number;

    public string Matched { get; init; } = Number;

    public string BirthDate { get; init; } = "";

    public string DeathDate { get; init; } = "";

    public string Family { get; init; } = "";

    public string Given { get; init; } = "";

    public string Sensitivity { get; init; } = "";

    public string Field(string column) => column switch
    {
        "UNIQUE REFERENCE" => Reference,
        "REQ_NHS_NUMBER" or "REQ_NHS_NO" => Requested,
        "FAMILY_NAME" => Family,
        "GIVEN_NAME" => Given,
        "DATE_OF_BIRTH" => BirthDate,
        "DATE_OF_DEATH" => DeathDate,
        "ADDRESS_LINE1" => "Flat 2, \"The Höfe\"",
        "ADDRESS_LINE2" => "1 High Street,\nRear entrance",
        "SENSITIVITY_FLAG" => Sensitivity,
        "ERROR/SUCCESS_CODE" or "ERROR_SUCCESS_CODE" => Code,
        "MATCHED_NHS_NO" => Matched,
        "MATCHED_ALGORITHM_INDICATOR" => Algorithm,
        "MATCHED_CONFIDENCE_PERCENTAGE" => "100.00",
        _ => "",
    };

    /// <summary>A field in the layout of the Demographics Batch Service, counted from 0.</summary>
    public string Field(int position) => position switch
    {
        0 => Code,
        1 => Reference,
        3 => Matched,
        29 => BirthDate,
        33 => DeathDate,
        35 => Family,
        37 => Given,
        45 => "Flat 2, The Mews",
        57 => Sensitivity,
        _ => "",
    };
}
