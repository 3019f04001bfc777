using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

public class StatementTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [Formats]
    [Requirement("MD-1")]
    [Requirement("CS-1")]
    [Requirement("CS-2")]
    public async Task The_statement_equals_the_golden_file(FhirFormat format)
    {
        var statement = (await fixture.Provider.SendAsync(ApiRequest.Metadata().As(format))).Succeeds();

        Assert.Equal(Golden(), Normal(statement));
    }

    [Theory]
    [Formats]
    [Requirement("CS-3")]
    [Requirement("CS-8")]
    public async Task The_statement_describes_the_server(FhirFormat format)
    {
        var statement = (await fixture.Provider.SendAsync(ApiRequest.Metadata().As(format))).Succeeds();

        Assert.Equal("1.2.7", (string?)statement["version"]);
        Assert.Equal("GP Connect", (string?)statement["name"]);
        Assert.Equal("active", (string?)statement["status"]);
        Assert.Equal("3.0.1", (string?)statement["fhirVersion"]);
        Assert.Equal("capability", (string?)statement["kind"]);
        Assert.Null(statement["implementation"]);
        Assert.Equal("both", (string?)statement["acceptUnknown"]);
        Assert.Equal("""["application/fhir+json","application/fhir+xml"]""", statement["format"]!.ToJsonString(new JsonSerializerOptions { Encoder = Indented.Encoder }));
        Assert.False(string.IsNullOrEmpty((string?)statement["software"]!["name"]));
        Assert.False(string.IsNullOrEmpty((string?)statement["software"]!["version"]));
        Assert.False((bool)statement["rest"]![0]!["security"]!["cors"]!);
        Assert.Equal("server", (string?)statement["rest"]![0]!["mode"]);
        Assert.All(statement["profile"]!.AsArray(), profile => Assert.Matches("^https://fhir.nhs.uk/STU3/StructureDefinition/[A-Za-z-]+-1$", (string?)profile!["reference"]));
    }

    [Theory]
    [FormatCase("CS-4", "Patient", "read search-type", true)]
    [FormatCase("CS-4", "Practitioner", "read search-type", true)]
    [FormatCase("CS-4", "Organization", "read search-type", true)]
    [FormatCase("CS-4", "Location", "read", false)]
    public async Task The_statement_lists_a_resource(string id, FhirFormat format, string type, string interactions, bool hasIdentifier)
    {
        Assert.NotEmpty(id);
        var resources = (await fixture.Provider.SendAsync(ApiRequest.Metadata().As(format))).Succeeds()["rest"]![0]!["resource"]!.AsArray();
        var resource = Assert.Single(resources, one => (string?)one!["type"] == type)!;

        Assert.Equal(4, resources.Count);
        Assert.Equal(interactions, string.Join(' ', resource["interaction"]!.AsArray().Select(one => (string?)one!["code"])));
        var parameters = resource["searchParam"]?.AsArray().Select(one => $"{(string?)one!["name"]} {(string?)one["type"]}") ?? [];
        Assert.Equal(hasIdentifier ? ["identifier token"] : [], parameters);
    }

    [Theory]
    [Formats]
    [Requirement("CS-5")]
    public async Task The_statement_lists_the_operation(FhirFormat format)
    {
        var operation = Assert.Single((await fixture.Provider.SendAsync(ApiRequest.Metadata().As(format))).Succeeds()["rest"]![0]!["operation"]!.AsArray())!;

        Assert.Equal("gpc.registerpatient", (string?)operation["name"]);
        Assert.Equal("https://fhir.nhs.uk/STU3/OperationDefinition/GPConnect-RegisterPatient-Operation-1", (string?)operation["definition"]!["reference"]);
    }

    [Fact]
    [Requirement("CS-3")]
    public async Task The_version_is_configurable()
    {
        await using var provider = await RunningProvider.StartAsync(options => options.SpecificationVersion = "1.2.9");

        Assert.Equal("1.2.9", (string?)(await provider.SendAsync(ApiRequest.Metadata())).Succeeds()["version"]);
    }

    [Theory]
    [Formats]
    [Requirement("CS-6")]
    public async Task A_configured_statement_is_served(FhirFormat format)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Golden().Replace("GP Connect Foundations capability", "Another capability", StringComparison.Ordinal));
        await using var provider = await RunningProvider.StartAsync(options => options.CapabilityStatementFile = file);
        File.Delete(file);

        Assert.StartsWith("Another capability", (string?)(await provider.SendAsync(ApiRequest.Metadata().As(format))).Succeeds()["description"], StringComparison.Ordinal);
    }

    [Theory]
    [Formats]
    [Requirement("CS-9")]
    public async Task The_combined_statement_for_the_suite_is_served(FhirFormat format)
    {
        await using var provider = await RunningProvider.StartAsync(options => options.CapabilityStatementFile = Repository.File("docs/suite/capability-statement.json"));
        var statement = (await provider.SendAsync(ApiRequest.Metadata().As(format))).Succeeds();

        var profiles = statement["profile"]!.AsArray().Select(profile => (string?)profile!["reference"]).ToList();
        Assert.Equal(15, profiles.Count);
        Assert.Equal(15, profiles.Distinct().Count());
        Assert.Equal(
            ["gpc.registerpatient", "gpc.getstructuredrecord"],
            statement["rest"]![0]!["operation"]!.AsArray().Select(operation => (string?)operation!["name"]));
    }

    [Theory]
    [Case("CS-7", """{"resourceType":"Patient","active":true}""")]
    [Case("CS-7", """{"resourceType":"CapabilityStatement","nonsense":true}""")]
    [Case("CS-7", "nonsense")]
    public async Task A_configured_file_that_is_not_a_statement_stops_the_start(string id, string content)
    {
        Assert.NotEmpty(id);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content);

        var error = await Assert.ThrowsAsync<ValidationException>(() => RunningProvider.StartAsync(options => options.CapabilityStatementFile = file));
        Assert.StartsWith("CapabilityStatementFile: not a CapabilityStatement: ", error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static string Golden()
    {
        using var stream = typeof(StatementTests).Assembly.GetManifestResourceStream("capability-statement.golden.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Indented, with constants for the two values that change with every release.</summary>
    private static string Normal(JsonObject statement)
    {
        statement["date"] = "2026-01-01";
        statement["software"]!["version"] = "0.0.0";
        return statement.ToJsonString(Indented) + "\n";
    }
}
