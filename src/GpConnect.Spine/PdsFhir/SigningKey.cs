using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using GpConnect.Foundations;

namespace GpConnect.Spine.PdsFhir;

/// <summary>The RSA key that authenticates the application at the token endpoint, and the id of its registered public half.</summary>
internal sealed partial class SigningKey
{
    /// <summary>RFC 7518 §3.3 allows no shorter key.</summary>
    private const int MinimumBits = 2048;

    /// <summary>Of the 300 seconds that are allowed; the rest is for clock differences (spine-clients.md §1.2).</summary>
    private const int LifetimeSeconds = 120;

    private readonly RSA key = RSA.Create();
    private readonly string keyId;

    /// <param name="pem">PKCS#8 or PKCS#1. A line <c>kid: id</c> beside the key overrides the id, so that one file changes both.</param>
    /// <exception cref="ArgumentException">The text does not hold exactly one key, or the key has a password.</exception>
    /// <exception cref="CryptographicException">The key is not an RSA key, or only its public half.</exception>
    /// <exception cref="InvalidDataException">The key is too short.</exception>
    public SigningKey(string pem, string keyId)
    {
        this.keyId = KeyIdLine().Match(pem) is { Success: true } line ? line.Groups[1].Value : keyId;
        key.ImportFromPem(pem);
        if (key.KeySize < MinimumBits)
        {
            throw new InvalidDataException($"the key has {key.KeySize} bits and needs {MinimumBits} or more");
        }

        Sign([]);
    }

    /// <summary>A signed assertion, used once (spine-clients.md §1.2).</summary>
    /// <param name="audience">The token URL, exactly as requested.</param>
    public string Assert(string apiKey, string audience, DateTimeOffset now)
    {
        var head = JsonText.Object(json =>
        {
            json.WriteString("alg", "RS512");
            json.WriteString("typ", "JWT");
            json.WriteString("kid", keyId);
        });
        var claims = JsonText.Object(json =>
        {
            json.WriteString("iss", apiKey);
            json.WriteString("sub", apiKey);
            json.WriteString("aud", audience);
            json.WriteString("jti", Guid.NewGuid().ToString());
            json.WriteNumber("exp", now.ToUnixTimeSeconds() + LifetimeSeconds);
        });
        var signed = $"{Base64Url.EncodeToString(head)}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(System.Text.Encoding.ASCII.GetBytes(signed)))}";
    }

    private byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);

    [GeneratedRegex(@"^kid: *(\S+)\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex KeyIdLine();
}
