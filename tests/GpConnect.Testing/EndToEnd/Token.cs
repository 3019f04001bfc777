using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Builds the token of a consumer, every part of which a test can break.</summary>
internal sealed class Token
{
    public const string UserFamily = "Quillfeather";

    public JsonObject Claims { get; } = new()
    {
        ["iss"] = "https://consumer.example.org/",
        ["sub"] = "user-1",
        ["aud"] = "https://authorize.fhir.nhs.net/token",
        ["iat"] = 0,
        ["exp"] = 0,
        ["reason_for_request"] = "directcare",
        ["requested_scope"] = "",
        ["requesting_device"] = JsonNode.Parse("""{"resourceType":"Device","identifier":[{"system":"GPConnectTestSystem","value":"Client"}],"model":"v1","version":"1.1"}"""),
        ["requesting_organization"] = JsonNode.Parse("""{"resourceType":"Organization","identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"B99999"}],"name":"Example hub"}"""),
        ["requesting_practitioner"] = JsonNode.Parse("""
            {"resourceType":"Practitioner","id":"user-1","identifier":[{"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"UNK"},
            {"system":"https://fhir.nhs.uk/Id/sds-role-profile-id","value":"UNK"},{"system":"https://consumer.example.org/Id/user","value":"4711"}],
            "name":[{"family":"Quillfeather","given":["Ada"],"prefix":["Dr"]}]}
            """),
    };

    public string Header { get; set; } = """{"alg":"none","typ":"JWT"}""";

    public string Signature { get; set; } = "";

    /// <summary>Replaces the encoded payload.</summary>
    public string? EncodedPayload { get; set; }

    /// <summary>Replaces the encoded header.</summary>
    public string? EncodedHeader { get; set; }

    public JsonObject Device => Claims["requesting_device"]!.AsObject();

    public JsonObject Organization => Claims["requesting_organization"]!.AsObject();

    public JsonObject Practitioner => Claims["requesting_practitioner"]!.AsObject();

    public void IssuedAt(long seconds, long lifetime = 300)
    {
        Claims["iat"] = seconds;
        Claims["exp"] = seconds + lifetime;
    }

    public override string ToString() =>
        $"{EncodedHeader ?? Encode(Header)}.{EncodedPayload ?? Encode(Claims.ToJsonString())}.{Signature}";

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
