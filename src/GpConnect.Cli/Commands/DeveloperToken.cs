using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Terminology;
using GpConnect.Provider.Tokens;

namespace GpConnect.Cli.Commands;

/// <summary>Makes the unsigned token that a consumer would send (transport.md §7), with an invented user.</summary>
internal static class DeveloperToken
{
    private const string UserId = "developer-1";

    public static string Create(Interaction interaction, string audience, DateTimeOffset now)
    {
        var issuedAt = now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = "https://consumer.example.org/",
            ["sub"] = UserId,
            ["aud"] = audience,
            ["iat"] = issuedAt,
            ["exp"] = issuedAt + BearerTokenValidator.Lifetime,
            ["reason_for_request"] = "directcare",
            ["requested_scope"] = interaction.Scope,
            ["requesting_device"] = new JsonObject
            {
                ["resourceType"] = "Device",
                ["identifier"] = new JsonArray(Identifier("https://consumer.example.org/Id/device", "DEV-01")),
                ["model"] = "Developer's consumer",
                ["version"] = "1.0",
            },
            ["requesting_organization"] = new JsonObject
            {
                ["resourceType"] = "Organization",
                ["identifier"] = new JsonArray(Identifier(IdentifierSystems.OdsOrganizationCode, "X99999")),
                ["name"] = "Example consumer organisation",
            },
            ["requesting_practitioner"] = new JsonObject
            {
                ["resourceType"] = "Practitioner",
                ["id"] = UserId,
                ["identifier"] = new JsonArray(
                    Identifier(IdentifierSystems.SdsUserId, "UNK"),
                    Identifier(IdentifierSystems.SdsRoleProfileId, "UNK")),
                ["name"] = new JsonArray(new JsonObject { ["family"] = "Developer", ["given"] = new JsonArray("Sample") }),
            },
        };
        return $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}.";
    }

    private static JsonObject Identifier(string system, string value) => new() { ["system"] = system, ["value"] = value };

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
