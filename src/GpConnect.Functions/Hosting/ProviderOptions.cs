using System.ComponentModel.DataAnnotations;
using GpConnect.Functions.Demographics;
using GpConnect.Functions.Demographics.PdsFhir;
using GpConnect.Functions.Demographics.SpineMiniServices;
using GpConnect.Functions.Health;
using GpConnect.Functions.MutualTls;
using GpConnect.Functions.SpineDirectory;

namespace GpConnect.Functions.Hosting;

/// <summary>
/// The settings of the provider. Each is read from the environment variable <c>GPCONNECT_</c> plus its name;
/// a bad one stops the start with one clear line.
/// </summary>
internal sealed class ProviderOptions : IValidatableObject
{
    private const int MinimumKey = 32;

    /// <summary>Port to listen on, 0 for any free one. The default is 7071.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 7071;

    /// <summary>IP address to listen on, another than loopback only with <see cref="ServerCertificate"/>. The default is loopback.</summary>
    public string? Listen { get; set; }

    /// <summary>PEM file of the server's certificate and those above it; with it there is mutual TLS and no plain HTTP. Not set by default.</summary>
    public string? ServerCertificate { get; set; }

    /// <summary>PEM file of the key of <see cref="ServerCertificate"/>, without a password.</summary>
    public string? ServerKey { get; set; }

    /// <summary>Roots that client certificates have to come from, and intermediates: PEM text, a file or a folder.</summary>
    public string? ClientRoots { get; set; }

    /// <summary>Revocation lists, one in force for each issuer: PEM text, a file or a folder. Without it revocation is not checked.</summary>
    public string? RevocationLists { get; set; }

    /// <summary>Names of the Spine Secure Proxy, with commas between; a client certificate has to bear one of them.</summary>
    [RegularExpression(@"[\w.-]+( *, *[\w.-]+)*", ErrorMessage = "SpineProxyNames are host names with commas between")]
    public string? SpineProxyNames { get; set; }

    /// <summary>Header in which a Functions host's front end passes the client certificate on, in Azure <c>X-ARR-ClientCert</c>. Not set by default.</summary>
    public string? ClientCertificateHeader { get; set; }

    /// <summary>Folder of the embedded store. The default is <c>gpconnect-foundations</c> in the user's local data folder.</summary>
    [Required(ErrorMessage = "DataFolder must not be empty")]
    public string DataFolder { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gpconnect-foundations");

    /// <summary>Account endpoint of the Cosmos DB store, for example <c>https://name.documents.azure.com/</c>. Without it the store is the embedded one.</summary>
    public Uri? CosmosEndpoint { get; set; }

    /// <summary>Name of the database in the Cosmos DB account. The default is <c>gpconnect</c>.</summary>
    [Required]
    public string CosmosDatabase { get; set; } = "gpconnect";

    /// <summary>Key of the Cosmos DB account, only for an emulator on loopback; in Azure the managed identity is used. Not set by default.</summary>
    public string? CosmosKey { get; set; }

    /// <summary>URI of the blob container of the audit trail, for example <c>https://name.blob.core.windows.net/audit</c>. Goes with <see cref="CosmosEndpoint"/>.</summary>
    public Uri? AuditContainer { get; set; }

    /// <summary>Key of the keyed hashes that identifiers are filed under, base64 of at least 32 bytes; the embedded store makes its own. Goes with <see cref="CosmosEndpoint"/>.</summary>
    public string? IdentifierKey { get; set; }

    /// <summary>Key that the ends of the audit trail's streams are signed with, base64 of at least 32 bytes. Who can change the trail should not have it. Not set by default.</summary>
    public string? AuditKey { get; set; }

    /// <summary>File that the ends of the audit trail's streams are appended to, on another machine or medium than the trail. Not set by default: they are in the log only.</summary>
    public string? AuditAnchorFile { get; set; }

    /// <summary>Megabytes free on the embedded store's disk below which it warns and calls of unknown users fail, at least 1. The default is 512.</summary>
    [Range(1, int.MaxValue)]
    public int DiskWarningMegabytes { get; set; } = 512;

    /// <summary>Megabytes that the embedded store holds back for the audit trail of a full disk, at least 1. The default is 64.</summary>
    [Range(1, int.MaxValue)]
    public int DiskReserveMegabytes { get; set; } = 64;

    /// <summary>Seconds that one call to the Cosmos DB account may take with all its repetitions, 1 to 30. The default is 1.</summary>
    [Range(1, 30)]
    public int StoreTimeoutSeconds { get; set; } = 1;

    /// <summary>
    /// The way to PDS: <c>pds-fhir</c>, its FHIR API; <c>smsp</c>, Spine Mini Services; or <c>embedded</c>, a stand-in for
    /// development and tests that knows what was imported. The default is <c>embedded</c>.
    /// </summary>
    [Required]
    [RegularExpression(
        $"{PdsGatewayServices.Embedded}|{PdsGatewayServices.PdsFhir}|{PdsGatewayServices.Smsp}", ErrorMessage = "PdsGateway is embedded, pds-fhir or smsp")]
    public string PdsGateway { get; set; } = PdsGatewayServices.Embedded;

    /// <summary>Seconds that one look-up on PDS may take with everything that belongs to it, 2 to 30. The default is 5.</summary>
    [Range(2, 30)]
    public int PdsTimeoutSeconds { get; set; } = 5;

    /// <summary>Requests to PDS in a second, as agreed with NHS England for the application, 1 to 10000. The default is 5.</summary>
    [Range(1, 10_000)]
    public int PdsRequestsPerSecond { get; set; } = 5;

    /// <summary>Base URL of the PDS FHIR API, for example <c>https://api.service.nhs.uk/personal-demographics/FHIR/R4</c>. Not set by default.</summary>
    public Uri? PdsFhirEndpoint { get; set; }

    /// <summary>Token URL of the PDS FHIR API, for example <c>https://api.service.nhs.uk/oauth2/token</c>. Without it no token is sent, as in the public sandbox.</summary>
    public Uri? PdsFhirTokenEndpoint { get; set; }

    /// <summary>API key of the application, which is its client id. Goes with <see cref="PdsFhirTokenEndpoint"/>.</summary>
    public string? PdsFhirApiKey { get; set; }

    /// <summary>Id (<c>kid</c>) that the application's public key is registered under, unless a line <c>kid: id</c> stands beside the private key. Goes with <see cref="PdsFhirTokenEndpoint"/>.</summary>
    public string? PdsFhirKeyId { get; set; }

    /// <summary>RSA key that signs requests for tokens: PEM text or a file, without a password. Goes with <see cref="PdsFhirTokenEndpoint"/>.</summary>
    public string? PdsFhirPrivateKey { get; set; }

    /// <summary>URL of the Spine Mini Services, for example <c>https://host/smsp/pds</c>. Goes with <c>smsp</c>.</summary>
    public Uri? SmspEndpoint { get; set; }

    /// <summary>Certificate that is shown to the Spine Mini Services, and those above it: PEM text, a file or a folder. Goes with <c>smsp</c>.</summary>
    public string? SmspClientCertificate { get; set; }

    /// <summary>Key of <see cref="SmspClientCertificate"/> as PKCS #8 without a password: PEM text or a file. Goes with <c>smsp</c>.</summary>
    public string? SmspClientKey { get; set; }

    /// <summary>Roots that the Spine Mini Services' certificate has to come from, and intermediates: PEM text, a file or a folder. Without it the system's.</summary>
    public string? SmspRoots { get; set; }

    /// <summary>Name of this system in the WS-Security header. The default is <c>gpconnect-foundations</c>.</summary>
    [Required]
    public string SmspUsername { get; set; } = "gpconnect-foundations";

    /// <summary>ITK address of the sender, with <c>{ODS}</c> where the practice's code stands.</summary>
    [Required, RegularExpression(@"urn:\S+", ErrorMessage = "SmspSenderAddress is a URN")]
    public string SmspSenderAddress { get; set; } = "urn:nhs-uk:addressing:ods:{ODS}:gpconnect-foundations";

    /// <summary>Who asks, for the audit of the Spine Mini Services: a URN with <c>{ODS}</c> where the practice's code stands, or the own ASID.</summary>
    [Required, RegularExpression(@"urn:\S+|\d{12}", ErrorMessage = "SmspAuditIdentity is a URN or an ASID of 12 digits")]
    public string SmspAuditIdentity { get; set; } = "urn:nhs-uk:identity:ods:{ODS}:gpconnect-foundations";

    /// <summary>
    /// Whether a record of Spine Mini Services, which do not tell whether one is sensitive, may be accepted at all
    /// (spine-clients.md §2.5). Off by default: nobody is verified then.
    /// </summary>
    public bool SmspAcceptUnknownSensitivity { get; set; }

    /// <summary>Days after which Patient Search has a verified NHS number verified again, 1 to 36500. Never by default.</summary>
    [Range(1, 36_500)]
    public int? VerificationDays { get; set; }

    /// <summary>The Spine Directory Service over LDAP, <c>ldaps://host</c> or with a port. Not set by default.</summary>
    public Uri? SdsLdap { get; set; }

    /// <summary>Where the records are in the directory. The default is <c>ou=services,o=nhs</c>.</summary>
    [Required]
    public string SdsBaseDn { get; set; } = "ou=services,o=nhs";

    /// <summary>PEM file of the client certificate for the directory and those above it. Goes with <see cref="SdsLdap"/>.</summary>
    public string? SdsClientCertificate { get; set; }

    /// <summary>PEM file of the key of <see cref="SdsClientCertificate"/>, without a password.</summary>
    public string? SdsClientKey { get; set; }

    /// <summary>Roots that the directory's certificate has to come from, and intermediates: PEM text, a file or a folder.</summary>
    public string? SdsRoots { get; set; }

    /// <summary>The Spine Directory Service over its FHIR API, in place of <see cref="SdsLdap"/>. Not set by default.</summary>
    public Uri? SdsFhirEndpoint { get; set; }

    /// <summary>Key of the application for <see cref="SdsFhirEndpoint"/>.</summary>
    [RegularExpression("^[!-~]+$", ErrorMessage = "SdsApiKey is printable ASCII without blanks")]
    public string? SdsApiKey { get; set; }

    /// <summary>ODS code of the manufacturer of this system, to tell it from others in the directory. Not set by default.</summary>
    public string? SdsSupplier { get; set; }

    /// <summary>Seconds that one try to connect to the directory may take, 1 to 30. The default is 5.</summary>
    [Range(1, 30)]
    public int SdsConnectSeconds { get; set; } = 5;

    /// <summary>Seconds that one search in the directory may take, 1 to 30. The default is 3.</summary>
    [Range(1, 30)]
    public int SdsQuerySeconds { get; set; } = 3;

    /// <summary>How often a connection to the directory is tried, 1 to 10. The default is 3.</summary>
    [Range(1, 10)]
    public int SdsConnectionTries { get; set; } = 3;

    /// <summary>Path in front of <c>[base]</c>, with <c>{ODS}</c> where the practice's code stands. The default is <c>/{ODS}/STU3/1/gpconnect</c>.</summary>
    [Required, RegularExpression(@"^(/(\{ODS\}|[A-Za-z0-9._~-]+))+$", ErrorMessage = "ServiceRoot is a path without a trailing slash")]
    public string ServiceRoot { get; set; } = "/{ODS}/STU3/1/gpconnect";

    /// <summary>ODS code of the practice that a service root without <c>{ODS}</c> belongs to. Not set by default.</summary>
    public string? SinglePractice { get; set; }

    /// <summary>Scheme and host that consumers see, for <c>Content-Location</c>, for example <c>https://provider.nhs.uk</c>. Without it the header holds a path.</summary>
    [RegularExpression("^https?://[^/]+$", ErrorMessage = "PublicHost is a scheme and a host without a path")]
    public string? PublicHost { get; set; }

    /// <summary>Whether the claim <c>aud</c> has to equal the practice's service root (Q-11). Off by default; needs <see cref="PublicHost"/>.</summary>
    public bool CheckAudience { get; set; }

    /// <summary>
    /// Whether the scope of a token has to agree with the interaction in read or write only, so that <c>organization/*.read</c>
    /// serves for a patient search and the reverse (Q-55). Off by default.
    /// </summary>
    public bool MatchScopeByAccess { get; set; }

    /// <summary>Seconds for which an expired token is still accepted, 0 to 60. The default is 0.</summary>
    [Range(0, 60)]
    public int TokenLeewaySeconds { get; set; }

    /// <summary>How many seconds ahead of the clock <c>iat</c> may lie, at least 300. Unlimited by default (Q-28).</summary>
    [Range(300, int.MaxValue)]
    public int? TokenMaximumFutureSeconds { get; set; }

    /// <summary>Days until a temporary registration ends, 1 to 3650. The default is 90.</summary>
    [Range(1, 3650)]
    public int RegistrationDays { get; set; } = 90;

    /// <summary>Requests that are worked on at once, 1 to 10000; as many again may wait for a moment. The default is 256.</summary>
    [Range(1, 10_000)]
    public int MaximumRequests { get; set; } = 256;

    /// <summary>Requests of one caller, by its ASID, that are worked on at once, 1 to 10000; as many again may wait for a moment. The default is 128.</summary>
    [Range(1, 10_000)]
    public int MaximumRequestsPerCaller { get; set; } = 128;

    /// <summary>Connections that are open at once, 16 to 65536; further ones are closed. The default is 4096.</summary>
    [Range(16, 65_536)]
    public int MaximumConnections { get; set; } = 4096;

    /// <summary>Seconds between the signal to stop and the end of listening, 0 to 20. The default is 2.</summary>
    [Range(0, 20)]
    public int DrainSeconds { get; set; } = 2;

    /// <summary>Version of the GP Connect specification that the CapabilityStatement states. The default is 1.2.7.</summary>
    [Required, RegularExpression(@"^\d+\.\d+\.\d+$", ErrorMessage = "SpecificationVersion is three numbers with points between, such as 1.2.7")]
    public string SpecificationVersion { get; set; } = "1.2.7";

    /// <summary>A FHIR JSON file served as CapabilityStatement in place of the generated one (Q-22). Not set by default.</summary>
    public string? CapabilityStatementFile { get; set; }

    /// <summary>
    /// Lowest level that is logged: Trace, Debug, Information, Warning, Error or Critical. The default is Information without the
    /// line for each call that <see cref="Observability.RequestLog"/> writes.
    /// </summary>
    [EnumDataType(typeof(LogLevel))]
    public LogLevel? LogLevel { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // A front end asks for no client certificate at the probes' paths, whatever the case.
        if (ServiceRoot.Split('/') is ["", var first, ..] && first.Equals(HealthEndpoints.Segment, StringComparison.OrdinalIgnoreCase))
        {
            yield return new ValidationResult($"ServiceRoot must not begin with /{HealthEndpoints.Segment}, where the probes are");
        }

        var hasPlaceholder = ServiceRoot.Split('/').Contains(Pipeline.ServiceRoot.OdsPlaceholder);
        if (hasPlaceholder == SinglePractice is not null)
        {
            yield return new ValidationResult("SinglePractice goes with a ServiceRoot without {ODS}, and only with one");
        }

        if (CheckAudience && PublicHost is null)
        {
            yield return new ValidationResult("CheckAudience needs PublicHost");
        }

        if (CosmosEndpoint is null != AuditContainer is null || CosmosEndpoint is null != IdentifierKey is null)
        {
            yield return new ValidationResult("CosmosEndpoint, AuditContainer and IdentifierKey go together");
        }

        if (!IsSecure(CosmosEndpoint))
        {
            yield return new ValidationResult("CosmosEndpoint is an https URL, except on loopback");
        }

        if (!IsSecure(AuditContainer))
        {
            yield return new ValidationResult("AuditContainer is an https URL, except on loopback");
        }

        if (CosmosKey is not null && CosmosEndpoint is not { IsLoopback: true })
        {
            yield return new ValidationResult("CosmosKey is for an emulator on loopback only");
        }

        if (CosmosKey is not null && !IsKey(CosmosKey))
        {
            yield return new ValidationResult($"CosmosKey is base64 of at least {MinimumKey} bytes");
        }

        if (AuditKey is not null && !IsKey(AuditKey))
        {
            yield return new ValidationResult($"AuditKey is base64 of at least {MinimumKey} bytes");
        }

        if (IdentifierKey is not null && !IsKey(IdentifierKey))
        {
            yield return new ValidationResult($"IdentifierKey is base64 of at least {MinimumKey} bytes");
        }

        ValidationResult[] faults = [.. TlsSettings.Faults(this), .. PdsFhirSettings.Faults(this), .. SmspSettings.Faults(this), .. SdsSettings.Faults(this)];
        foreach (var fault in faults)
        {
            yield return fault;
        }
    }

    public static bool IsSecure(Uri? uri) => uri is null
        || uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    private static bool IsKey(string text)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= MinimumKey;
    }
}
