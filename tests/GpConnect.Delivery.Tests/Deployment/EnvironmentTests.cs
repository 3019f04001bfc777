using System.Text.Json.Nodes;
using GpConnect.Hosting;
using GpConnect.Storage.Azure.Cosmos;
using GpConnect.Testing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Delivery.Tests.Deployment;

/// <summary>The Azure environments, read from the snapshots that <c>.ci/infra</c> compares with the Bicep files.</summary>
public sealed class EnvironmentTests
{
    public static TheoryData<string> Environments => ["dev", "test", "production", "smsp"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_app_setting_is_a_known_setting_of_the_provider(string environment)
    {
        var given = Settings(environment).Where(name => name.StartsWith("GPCONNECT_", StringComparison.Ordinal));

        var known = KnownSettings.Names.Properties.Keys;
        Assert.Empty(given.Except(known));
    }

    /// <summary>On a Flex Consumption plan the resource states the runtime, and the setting with the same meaning must not.</summary>
    [Theory]
    [MemberData(nameof(Environments))]
    public void The_host_brings_the_runtime_of_the_app(string environment)
    {
        var runtime = Single(environment, "Microsoft.Web/sites")["functionAppConfig"]!["runtime"]!;

        Assert.Equal("dotnet-isolated", (string?)runtime["name"]);
        Assert.Equal($"{Environment.Version.Major}.0", (string?)runtime["version"]);
        Assert.DoesNotContain("FUNCTIONS_WORKER_RUNTIME", Settings(environment));
    }

    /// <summary>Newer regions refuse to deploy an app of a Flex Consumption plan with one of these; older regions ignore them.</summary>
    [Theory]
    [MemberData(nameof(Environments))]
    public void No_property_is_set_that_a_Flex_Consumption_plan_refuses(string environment)
    {
        string[] refused =
            ["ftpsState", "functionsRuntimeScaleMonitoringEnabled", "linuxFxVersion", "netFrameworkVersion", "preWarmedInstanceCount", "use32BitWorkerProcess"];

        Assert.Empty(Single(environment, "Microsoft.Web/sites")["siteConfig"]!.AsObject().Select(property => property.Key).Intersect(refused));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void No_shared_key_and_no_password_gives_access(string environment)
    {
        Assert.Equal([false, false], Properties(environment, "Microsoft.Storage/storageAccounts").Select(account => (bool)account["allowSharedKeyAccess"]!));
        Assert.Equal([false, false], Properties(environment, "Microsoft.Storage/storageAccounts").Select(account => (bool)account["allowBlobPublicAccess"]!));
        Assert.True((bool)Single(environment, "Microsoft.DocumentDB/databaseAccounts")["disableLocalAuth"]!);
        Assert.True((bool)Single(environment, "Microsoft.Insights/components")["DisableLocalAuth"]!);
        Assert.True((bool)Single(environment, "Microsoft.OperationalInsights/workspaces")["features"]!["disableLocalAuth"]!);
        Assert.True((bool)Single(environment, "Microsoft.KeyVault/vaults")["enableRbacAuthorization"]!);
        Assert.Equal([false, false], Properties(environment, "Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => (bool)policy["allow"]!));
        Assert.Contains("secrets/identifier-key", Setting(environment, "GPCONNECT_IDENTIFIERKEY"));
        Assert.Contains("secrets/audit-key", Setting(environment, "GPCONNECT_AUDITKEY"));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_caller_except_a_health_probe_presents_a_certificate_over_TLS_1_2(string environment)
    {
        var app = Single(environment, "Microsoft.Web/sites");

        Assert.True((bool)app["httpsOnly"]!);
        Assert.True((bool)app["clientCertEnabled"]!);
        Assert.Equal("Required", (string?)app["clientCertMode"]);
        Assert.Equal("/health", (string?)app["clientCertExclusionPaths"]);
        Assert.Equal("1.2", (string?)app["siteConfig"]!["minTlsVersion"]);
        Assert.Equal("Tls12", (string?)Single(environment, "Microsoft.DocumentDB/databaseAccounts")["minimalTlsVersion"]);
        Assert.All(Properties(environment, "Microsoft.Storage/storageAccounts"), account => Assert.Equal("TLS1_2", (string?)account["minimumTlsVersion"]));
    }

    [Theory]
    [Case("TL-12", "dev", false)]
    [Case("TL-12", "test", true)]
    [Case("TL-12", "production", true)]
    public void The_app_checks_the_certificate_that_was_presented_to_the_front_end(string id, string environment, bool revocation)
    {
        Assert.NotEmpty(id);
        Assert.Equal("X-ARR-ClientCert", Setting(environment, "GPCONNECT_CLIENTCERTIFICATEHEADER"));
        Assert.Contains("secrets/client-roots", Setting(environment, "GPCONNECT_CLIENTROOTS"));
        Assert.NotEmpty(Setting(environment, "GPCONNECT_SPINEPROXYNAMES")!);
        Assert.Equal(revocation, Settings(environment).Contains("GPCONNECT_REVOCATIONLISTS"));
    }

    [Theory]
    [Case("PF-52", "dev", false)]
    [Case("PF-52", "test", false)]
    [Case("PF-52", "production", true)]
    public void Real_patients_are_verified_by_PDS(string id, string environment, bool live)
    {
        Assert.NotEmpty(id);
        Assert.Equal(live, Settings(environment).Contains("GPCONNECT_PDSGATEWAY"));
        if (live)
        {
            Assert.Equal("pds-fhir", Setting(environment, "GPCONNECT_PDSGATEWAY"));
            Assert.Contains("secrets/pds-fhir-key", Setting(environment, "GPCONNECT_PDSFHIRPRIVATEKEY"));
        }
    }

    [Fact]
    [Requirement("SM-52")]
    public void Spine_Mini_Services_are_called_with_a_certificate_from_the_vault()
    {
        Assert.Equal("smsp", Setting("smsp", "GPCONNECT_PDSGATEWAY"));
        Assert.Contains("secrets/smsp-certificate", Setting("smsp", "GPCONNECT_SMSPCLIENTCERTIFICATE"));
        Assert.Contains("secrets/smsp-key", Setting("smsp", "GPCONNECT_SMSPCLIENTKEY"));
        Assert.Contains("secrets/smsp-roots", Setting("smsp", "GPCONNECT_SMSPROOTS"));
        Assert.StartsWith("https://", Setting("smsp", "GPCONNECT_SMSPENDPOINT"), StringComparison.Ordinal);
        Assert.StartsWith("https://", Setting("smsp", "GPCONNECT_PUBLICHOST"), StringComparison.Ordinal);
        Assert.Equal("False", Setting("smsp", "GPCONNECT_SMSPACCEPTUNKNOWNSENSITIVITY"));
    }

    [Theory]
    [InlineData("dev", "pds, records")]
    [InlineData("test", "pds, records")]
    [InlineData("production", "records")]
    public void The_store_has_its_containers_and_indexes_only_what_is_queried(string environment, string containers)
    {
        var found = Properties(environment, "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers").Select(container => container["resource"]!)
            .ToDictionary(resource => (string)resource["id"]!);

        Assert.Equal(containers, string.Join(", ", found.Keys.Order()));
        foreach (var (name, resource) in found)
        {
            var records = name == CosmosDatabase.RecordsContainer;
            Assert.Equal([records ? CosmosDatabase.RecordsPartitionKey : CosmosDatabase.PdsPartitionKey], resource["partitionKey"]!["paths"]!.AsArray().Select(path => (string?)path));
            Assert.Equal(records ? ["/kind/?"] : [], Paths(resource, "includedPaths"));
            Assert.Equal(["/*"], Paths(resource, "excludedPaths"));
            Assert.Null(resource["defaultTtl"]);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_read_sees_the_writes_of_every_instance(string environment) => Assert.Equal(
        "Strong", (string?)Single(environment, "Microsoft.DocumentDB/databaseAccounts")["consistencyPolicy"]!["defaultConsistencyLevel"]);

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_audit_trail_can_be_appended_to_but_not_changed(string environment)
    {
        var policy = Single(environment, "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies");
        var role = Single(environment, "Microsoft.Authorization/roleDefinitions")["permissions"]![0]!;

        Assert.True((bool)policy["allowProtectedAppendWrites"]!);
        Assert.Equal(
            ["add/action", "read"],
            role["dataActions"]!.AsArray().Select(action => ((string)action!).Split("/blobs/")[1]));
        Assert.Empty(role["actions"]!.AsArray());
    }

    [Theory]
    [InlineData("test")]
    [InlineData("production")]
    public void Services_that_hold_data_are_reached_only_through_private_endpoints(string environment)
    {
        string[] types = ["Microsoft.DocumentDB/databaseAccounts", "Microsoft.KeyVault/vaults", "Microsoft.Storage/storageAccounts"];
        var guarded = Resources(environment).Where(resource => types.Contains((string?)resource["type"])).ToList();
        var reached = Properties(environment, "Microsoft.Network/privateEndpoints")
            .Select(endpoint => (string?)endpoint["privateLinkServiceConnections"]![0]!["properties"]!["privateLinkServiceId"]);

        Assert.Equal(4, guarded.Count);
        Assert.All(guarded, resource => Assert.Equal("Disabled", (string?)resource["properties"]!["publicNetworkAccess"]));
        Assert.Equal(guarded.Select(resource => (string?)resource["id"]).Order(), reached.Order());
    }

    private static IEnumerable<string?> Paths(JsonNode container, string kind) =>
        container["indexingPolicy"]![kind]!.AsArray().Select(path => (string?)path!["path"]);

    private static IEnumerable<string> Settings(string environment) => AppSettings(environment).Select(setting => (string)setting!["name"]!);

    private static string Setting(string environment, string name) =>
        (string)AppSettings(environment).Single(setting => (string?)setting!["name"] == name)!["value"]!;

    private static JsonArray AppSettings(string environment) => Single(environment, "Microsoft.Web/sites")["siteConfig"]!["appSettings"]!.AsArray();

    private static JsonNode Single(string environment, string type) => Properties(environment, type).Single();

    private static IEnumerable<JsonNode> Properties(string environment, string type) =>
        Resources(environment).Where(resource => (string?)resource["type"] == type).Select(resource => resource["properties"]!);

    private static IEnumerable<JsonNode> Resources(string environment) =>
        JsonNode.Parse(File.ReadAllText(Repository.File($"infra/parameters/{environment}.snapshot.json")))!["predictedResources"]!.AsArray().Select(resource => resource!);
}
