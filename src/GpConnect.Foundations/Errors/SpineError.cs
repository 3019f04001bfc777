namespace GpConnect.Foundations.Errors;

/// <summary>
/// The closed list of errors that this provider returns (errors.md §2): HTTP status, FHIR issue type, and the code and display of
/// the code system Spine-ErrorOrWarningCode-1.
/// </summary>
internal sealed record SpineError
{
    public const string CodeSystem = "https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1";

    public static readonly SpineError BadRequest = new(400, "invalid", "BAD_REQUEST", "Bad request");
    public static readonly SpineError UnsupportedMediaType = BadRequest with { Status = 415 };
    public static readonly SpineError ContentTooLarge = BadRequest with { Status = 413, IssueType = "too-long" };
    public static readonly SpineError CertificateRefused = BadRequest with { Status = 495 };
    public static readonly SpineError CertificateMissing = BadRequest with { Status = 496 };
    public static readonly SpineError InvalidParameter = new(422, "invalid", "INVALID_PARAMETER", "Invalid parameter");
    public static readonly SpineError InvalidResource = new(422, "invalid", "INVALID_RESOURCE", "Invalid validation of resource");
    public static readonly SpineError InvalidIdentifierSystem = new(400, "value", "INVALID_IDENTIFIER_SYSTEM", "Invalid identifier system");
    public static readonly SpineError InvalidNhsNumber = new(400, "value", "INVALID_NHS_NUMBER", "Invalid NHS number");
    public static readonly SpineError InvalidPatientDemographics = new(400, "business-rule", "INVALID_PATIENT_DEMOGRAPHICS", "Invalid patient demographics");
    public static readonly SpineError PatientNotFound = new(404, "not-found", "PATIENT_NOT_FOUND", "Patient not found");
    public static readonly SpineError PractitionerNotFound = new(404, "not-found", "PRACTITIONER_NOT_FOUND", "Practitioner not found");
    public static readonly SpineError OrganisationNotFound = new(404, "not-found", "ORGANISATION_NOT_FOUND", "Organisation not found");
    public static readonly SpineError NoRecordFound = new(404, "not-found", "NO_RECORD_FOUND", "No record found");
    public static readonly SpineError DuplicateRejected = new(409, "duplicate", "DUPLICATE_REJECTED", "Create would lead to creation of a duplicate resource");

    // The code system spells it with a space.
    public static readonly SpineError AccessDenied = new(403, "forbidden", "ACCESS DENIED", "Access has been denied to process this request");
    public static readonly SpineError InternalServerError = new(500, "processing", "INTERNAL_SERVER_ERROR", "Unexpected internal server error");
    public static readonly SpineError TooManyRequests = InternalServerError with { Status = 429, IssueType = "throttled" };
    public static readonly SpineError Overloaded = InternalServerError with { Status = 503, IssueType = "transient" };
    public static readonly SpineError NotImplemented = new(501, "not-supported", "NOT_IMPLEMENTED", "Not implemented");

    private SpineError(int status, string issueType, string code, string display)
    {
        Status = status;
        IssueType = issueType;
        Code = code;
        Display = display;
    }

    public int Status { get; private init; }

    public string IssueType { get; private init; }

    public string Code { get; }

    public string Display { get; }

    /// <summary>This error with its cause; neither text may hold NHS numbers, names or tokens.</summary>
    /// <param name="diagnostics">Shown to the caller and recorded in the audit trail.</param>
    /// <param name="reason">For the audit trail only.</param>
    public Failure Because(string diagnostics, string? reason = null) => new(this, diagnostics, reason);
}
