using System.Text.Json.Serialization;

namespace GpConnect.Spine.PdsFhir;

/// <summary>An answer of the token endpoint, whether a token or an error (spine-clients.md §1.2).</summary>
internal sealed record AccessTokenResponse
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>Seconds; the endpoint writes them as a string.</summary>
    [JsonPropertyName("expires_in")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long ExpiresIn { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; init; }
}
