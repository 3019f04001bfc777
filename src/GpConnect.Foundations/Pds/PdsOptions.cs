using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Foundations.Pds;

/// <summary>How PDS is reached.</summary>
internal sealed record PdsOptions : FeatureOptions
{
    public const string Embedded = "embedded";
    public const string PdsFhir = "pds-fhir";
    public const string Smsp = "smsp";

    /// <summary>
    /// The gateway to PDS: <c>pds-fhir</c>, its FHIR API; <c>smsp</c>, Spine Mini Services; or <c>embedded</c>, a stand-in for
    /// development and tests that holds imported records. The default is <c>embedded</c>.
    /// </summary>
    [Required]
    [RegularExpression(
        $"{Embedded}|{PdsFhir}|{Smsp}", ErrorMessage = "PdsGateway must be embedded, pds-fhir or smsp")]
    public string PdsGateway { get; init; } = Embedded;

    /// <summary>
    /// Time limit in seconds for one PDS look-up, including its repetition, its token and any wait, 2 to 30. The default is 5.
    /// </summary>
    [Range(2, 30)]
    public int PdsTimeoutSeconds { get; init; } = 5;

    /// <summary>Requests to PDS per second, as agreed with NHS England for the application, 1 to 10000. The default is 5.</summary>
    [Range(1, 10_000)]
    public int PdsRequestsPerSecond { get; init; } = 5;

    /// <summary>Days after which Patient Search verifies a verified NHS number again, 1 to 36500. Never by default.</summary>
    [Range(1, 36_500)]
    public int? VerificationDays { get; init; }
}
