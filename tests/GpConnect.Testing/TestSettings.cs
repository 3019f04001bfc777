using System.Globalization;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Registration;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Provider.Capabilities;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.MutualTls;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;
using GpConnect.Provider.Tokens;
using GpConnect.Spine.PdsFhir;
using GpConnect.Spine.SpineDirectory;
using GpConnect.Spine.SpineMiniServices;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing;

/// <summary>Settings that a test can change, in one flat list as an operator sees them.</summary>
internal sealed class TestSettings
{
    private ProviderSettings settings;

    public TestSettings() => settings = SettingsReader.Read(KnownSettings.Names, new Dictionary<string, string>()).Settings;

    public TestSettings(ProviderSettings settings) => this.settings = settings;

    public int Port { get => Get<EndpointOptions>().Port; set => Set(Get<EndpointOptions>() with { Port = value }); }

    public string? Listen { get => Get<EndpointOptions>().Listen; set => Set(Get<EndpointOptions>() with { Listen = value }); }

    public string? ServerCertificate { get => Get<EndpointOptions>().ServerCertificate; set => Set(Get<EndpointOptions>() with { ServerCertificate = value }); }

    public string? ServerKey { get => Get<EndpointOptions>().ServerKey; set => Set(Get<EndpointOptions>() with { ServerKey = value }); }

    public string? ClientRoots { get => Get<ClientCertificateOptions>().ClientRoots; set => Set(Get<ClientCertificateOptions>() with { ClientRoots = value }); }

    public string? RevocationLists { get => Get<ClientCertificateOptions>().RevocationLists; set => Set(Get<ClientCertificateOptions>() with { RevocationLists = value }); }

    public string? SpineProxyNames { get => Get<ClientCertificateOptions>().SpineProxyNames; set => Set(Get<ClientCertificateOptions>() with { SpineProxyNames = value }); }

    public string? ClientCertificateHeader { get => Get<ClientCertificateOptions>().ClientCertificateHeader; set => Set(Get<ClientCertificateOptions>() with { ClientCertificateHeader = value }); }

    public string ServiceRoot { get => Get<ServiceRootOptions>().ServiceRoot; set => Set(Get<ServiceRootOptions>() with { ServiceRoot = value }); }

    public string? SinglePractice { get => Get<ServiceRootOptions>().SinglePractice; set => Set(Get<ServiceRootOptions>() with { SinglePractice = value }); }

    public string? PublicHost { get => Get<ServiceRootOptions>().PublicHost; set => Set(Get<ServiceRootOptions>() with { PublicHost = value }); }

    public bool CheckAudience { get => Get<BearerTokenOptions>().CheckAudience; set => Set(Get<BearerTokenOptions>() with { CheckAudience = value }); }

    public bool MatchScopeByAccess { get => Get<BearerTokenOptions>().MatchScopeByAccess; set => Set(Get<BearerTokenOptions>() with { MatchScopeByAccess = value }); }

    public int TokenLeewaySeconds { get => Get<BearerTokenOptions>().TokenLeewaySeconds; set => Set(Get<BearerTokenOptions>() with { TokenLeewaySeconds = value }); }

    public int? TokenMaximumFutureSeconds { get => Get<BearerTokenOptions>().TokenMaximumFutureSeconds; set => Set(Get<BearerTokenOptions>() with { TokenMaximumFutureSeconds = value }); }

    public int MaximumRequests { get => Get<LimitOptions>().MaximumRequests; set => Set(Get<LimitOptions>() with { MaximumRequests = value }); }

    public int MaximumRequestsPerCaller { get => Get<LimitOptions>().MaximumRequestsPerCaller; set => Set(Get<LimitOptions>() with { MaximumRequestsPerCaller = value }); }

    public int MaximumConnections { get => Get<LimitOptions>().MaximumConnections; set => Set(Get<LimitOptions>() with { MaximumConnections = value }); }

    public int DrainSeconds { get => Get<LimitOptions>().DrainSeconds; set => Set(Get<LimitOptions>() with { DrainSeconds = value }); }

    public string SpecificationVersion { get => Get<CapabilityOptions>().SpecificationVersion; set => Set(Get<CapabilityOptions>() with { SpecificationVersion = value }); }

    public string? CapabilityStatementFile { get => Get<CapabilityOptions>().CapabilityStatementFile; set => Set(Get<CapabilityOptions>() with { CapabilityStatementFile = value }); }

    public LogLevel? LogLevel { get => Get<LogOptions>().LogLevel; set => Set(Get<LogOptions>() with { LogLevel = value }); }

    public int RegistrationDays { get => Get<RegistrationOptions>().RegistrationDays; set => Set(Get<RegistrationOptions>() with { RegistrationDays = value }); }

    public string? AuditKey { get => Get<AuditOptions>().AuditKey; set => Set(Get<AuditOptions>() with { AuditKey = value }); }

    public string? AuditAnchorFile { get => Get<AuditOptions>().AuditAnchorFile; set => Set(Get<AuditOptions>() with { AuditAnchorFile = value }); }

    public string DataFolder { get => Get<EmbeddedStoreOptions>().DataFolder; set => Set(Get<EmbeddedStoreOptions>() with { DataFolder = value }); }

    public int DiskWarningMegabytes { get => Get<EmbeddedStoreOptions>().DiskWarningMegabytes; set => Set(Get<EmbeddedStoreOptions>() with { DiskWarningMegabytes = value }); }

    public int DiskReserveMegabytes { get => Get<EmbeddedStoreOptions>().DiskReserveMegabytes; set => Set(Get<EmbeddedStoreOptions>() with { DiskReserveMegabytes = value }); }

    public Uri? CosmosEndpoint { get => Get<CosmosOptions>().CosmosEndpoint; set => Set(Get<CosmosOptions>() with { CosmosEndpoint = value }); }

    public string CosmosDatabase { get => Get<CosmosOptions>().CosmosDatabase; set => Set(Get<CosmosOptions>() with { CosmosDatabase = value }); }

    public string? CosmosKey { get => Get<CosmosOptions>().CosmosKey; set => Set(Get<CosmosOptions>() with { CosmosKey = value }); }

    public Uri? AuditContainer { get => Get<CosmosOptions>().AuditContainer; set => Set(Get<CosmosOptions>() with { AuditContainer = value }); }

    public string? IdentifierKey { get => Get<CosmosOptions>().IdentifierKey; set => Set(Get<CosmosOptions>() with { IdentifierKey = value }); }

    public int StoreTimeoutSeconds { get => Get<CosmosOptions>().StoreTimeoutSeconds; set => Set(Get<CosmosOptions>() with { StoreTimeoutSeconds = value }); }

    public string PdsGateway { get => Get<PdsOptions>().PdsGateway; set => Set(Get<PdsOptions>() with { PdsGateway = value }); }

    public int PdsTimeoutSeconds { get => Get<PdsOptions>().PdsTimeoutSeconds; set => Set(Get<PdsOptions>() with { PdsTimeoutSeconds = value }); }

    public int PdsRequestsPerSecond { get => Get<PdsOptions>().PdsRequestsPerSecond; set => Set(Get<PdsOptions>() with { PdsRequestsPerSecond = value }); }

    public int? VerificationDays { get => Get<PdsOptions>().VerificationDays; set => Set(Get<PdsOptions>() with { VerificationDays = value }); }

    public Uri? PdsFhirEndpoint { get => Get<PdsFhirOptions>().PdsFhirEndpoint; set => Set(Get<PdsFhirOptions>() with { PdsFhirEndpoint = value }); }

    public Uri? PdsFhirTokenEndpoint { get => Get<PdsFhirOptions>().PdsFhirTokenEndpoint; set => Set(Get<PdsFhirOptions>() with { PdsFhirTokenEndpoint = value }); }

    public string? PdsFhirApiKey { get => Get<PdsFhirOptions>().PdsFhirApiKey; set => Set(Get<PdsFhirOptions>() with { PdsFhirApiKey = value }); }

    public string? PdsFhirKeyId { get => Get<PdsFhirOptions>().PdsFhirKeyId; set => Set(Get<PdsFhirOptions>() with { PdsFhirKeyId = value }); }

    public string? PdsFhirPrivateKey { get => Get<PdsFhirOptions>().PdsFhirPrivateKey; set => Set(Get<PdsFhirOptions>() with { PdsFhirPrivateKey = value }); }

    public Uri? SmspEndpoint { get => Get<SmspOptions>().SmspEndpoint; set => Set(Get<SmspOptions>() with { SmspEndpoint = value }); }

    public string? SmspClientCertificate { get => Get<SmspOptions>().SmspClientCertificate; set => Set(Get<SmspOptions>() with { SmspClientCertificate = value }); }

    public string? SmspClientKey { get => Get<SmspOptions>().SmspClientKey; set => Set(Get<SmspOptions>() with { SmspClientKey = value }); }

    public string? SmspRoots { get => Get<SmspOptions>().SmspRoots; set => Set(Get<SmspOptions>() with { SmspRoots = value }); }

    public string SmspUsername { get => Get<SmspOptions>().SmspUsername; set => Set(Get<SmspOptions>() with { SmspUsername = value }); }

    public string SmspSenderAddress { get => Get<SmspOptions>().SmspSenderAddress; set => Set(Get<SmspOptions>() with { SmspSenderAddress = value }); }

    public string SmspAuditIdentity { get => Get<SmspOptions>().SmspAuditIdentity; set => Set(Get<SmspOptions>() with { SmspAuditIdentity = value }); }

    public bool SmspAcceptUnknownSensitivity { get => Get<SmspOptions>().SmspAcceptUnknownSensitivity; set => Set(Get<SmspOptions>() with { SmspAcceptUnknownSensitivity = value }); }

    public Uri? SdsLdap { get => Get<SdsOptions>().SdsLdap; set => Set(Get<SdsOptions>() with { SdsLdap = value }); }

    public string SdsBaseDn { get => Get<SdsOptions>().SdsBaseDn; set => Set(Get<SdsOptions>() with { SdsBaseDn = value }); }

    public string? SdsClientCertificate { get => Get<SdsOptions>().SdsClientCertificate; set => Set(Get<SdsOptions>() with { SdsClientCertificate = value }); }

    public string? SdsClientKey { get => Get<SdsOptions>().SdsClientKey; set => Set(Get<SdsOptions>() with { SdsClientKey = value }); }

    public string? SdsRoots { get => Get<SdsOptions>().SdsRoots; set => Set(Get<SdsOptions>() with { SdsRoots = value }); }

    public Uri? SdsFhirEndpoint { get => Get<SdsOptions>().SdsFhirEndpoint; set => Set(Get<SdsOptions>() with { SdsFhirEndpoint = value }); }

    public string? SdsApiKey { get => Get<SdsOptions>().SdsApiKey; set => Set(Get<SdsOptions>() with { SdsApiKey = value }); }

    public string? SdsSupplier { get => Get<SdsOptions>().SdsSupplier; set => Set(Get<SdsOptions>() with { SdsSupplier = value }); }

    public int SdsConnectSeconds { get => Get<SdsOptions>().SdsConnectSeconds; set => Set(Get<SdsOptions>() with { SdsConnectSeconds = value }); }

    public int SdsQuerySeconds { get => Get<SdsOptions>().SdsQuerySeconds; set => Set(Get<SdsOptions>() with { SdsQuerySeconds = value }); }

    public int SdsConnectionTries { get => Get<SdsOptions>().SdsConnectionTries; set => Set(Get<SdsOptions>() with { SdsConnectionTries = value }); }

    public static implicit operator ProviderSettings(TestSettings settings) => settings.settings;

    public static implicit operator EndpointOptions(TestSettings settings) => settings.Get<EndpointOptions>();

    public static implicit operator ClientCertificateOptions(TestSettings settings) => settings.Get<ClientCertificateOptions>();

    public static implicit operator ServiceRootOptions(TestSettings settings) => settings.Get<ServiceRootOptions>();

    public static implicit operator BearerTokenOptions(TestSettings settings) => settings.Get<BearerTokenOptions>();

    public static implicit operator LimitOptions(TestSettings settings) => settings.Get<LimitOptions>();

    public static implicit operator CapabilityOptions(TestSettings settings) => settings.Get<CapabilityOptions>();

    public static implicit operator LogOptions(TestSettings settings) => settings.Get<LogOptions>();

    public static implicit operator RegistrationOptions(TestSettings settings) => settings.Get<RegistrationOptions>();

    public static implicit operator AuditOptions(TestSettings settings) => settings.Get<AuditOptions>();

    public static implicit operator EmbeddedStoreOptions(TestSettings settings) => settings.Get<EmbeddedStoreOptions>();

    public static implicit operator CosmosOptions(TestSettings settings) => settings.Get<CosmosOptions>();

    public static implicit operator PdsOptions(TestSettings settings) => settings.Get<PdsOptions>();

    public static implicit operator PdsFhirOptions(TestSettings settings) => settings.Get<PdsFhirOptions>();

    public static implicit operator SmspOptions(TestSettings settings) => settings.Get<SmspOptions>();

    public static implicit operator SdsOptions(TestSettings settings) => settings.Get<SdsOptions>();

    /// <summary>The settings that a provider runs with.</summary>
    public static TestSettings Of(IServiceProvider services) => new(services.GetRequiredService<ProviderSettings>());

    /// <summary>The settings as environment variables for another process, without those that have no value.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables() => KnownSettings.Names.Properties
        .Select(setting => KeyValuePair.Create(setting.Key, Convert.ToString(setting.Value.GetValue(settings.Options.Single(options => options.GetType() == setting.Value.DeclaringType)), CultureInfo.InvariantCulture) ?? ""))
        .Where(variable => variable.Value.Length > 0);

    public IReadOnlyList<string> Errors() => [.. settings.Errors()];

    private T Get<T>()
        where T : FeatureOptions => settings.Get<T>();

    private void Set<T>(T options)
        where T : FeatureOptions => settings = settings.With(options);
}
