using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.PdsFhir;

/// <summary>Interprets PDS's errors by status and code, never by texts or severity (spine-clients.md §1.6).</summary>
internal static class ErrorMapping
{
    public const string InvalidResourceId = "INVALID_RESOURCE_ID";

    private const string CodeSystem = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

    private static readonly string[] Codes =
    [
        "RESOURCE_NOT_FOUND", "INVALIDATED_RESOURCE", InvalidResourceId, "MISSING_VALUE", "INVALID_VALUE", "UNSUPPORTED_SERVICE", "UNSUPPORTED_REQUEST",
        "ACCESS_DENIED", "INVALID_METHOD", "UNABLE_TO_CALL_SERVICE", "TOO_MANY_REQUESTS", "UNKNOWN_ERROR", "SERVICE_UNAVAILABLE",
    ];

    /// <returns>A code of the closed list, which may be logged; null for anything else.</returns>
    public static string? Code(byte[] body) =>
        PdsFhirJson.Read(body, PdsFhirJson.Default.PdsOutcome) is { ResourceType: "OperationOutcome", Issue: [{ Details.Coding: { } codings }, ..] }
            ? Array.Find(Codes, code => codings.Any(coding => coding?.System == CodeSystem && coding.Code == code))
            : null;

    public static PdsResponse Answer(int status, string? code, string nhsNumber) => (status, code) switch
    {
        (404, "RESOURCE_NOT_FOUND") => new PdsResponse.NotFound(),

        // Our own check should have caught an invalid number; the answer to the caller is the same (spine-clients.md §1.6).
        (404, "INVALIDATED_RESOURCE") or (400, InvalidResourceId) => new PdsResponse.Found(new PdsRecord { NhsNumber = nhsNumber, IsInvalid = true }),
        (400 or 401 or 403 or 404, _) => new PdsResponse.Unavailable($"{Describe(status, code)}: a configuration error"),
        _ => new PdsResponse.Unavailable(Describe(status, code)),
    };

    private static string Describe(int status, string? code) => $"PDS answered {status} {code ?? "without a known code"}";
}
