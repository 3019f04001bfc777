using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using GpConnect.Foundations;

namespace GpConnect.Spine.PdsFhir;

/// <summary>The RSA key that the application is known by at the token endpoint, and the id under which its public half is registered.</summary>
internal sealed partial class SigningKey
{
    /// <summary>RFC 7518 §3.3 allows no shorter one.</summary>
    private const int MinimumBits = 2048;

    /// <summary>Of the 300 seconds that are allowed; the rest is for clocks that differ (spine-clients.md §1.2).</summary>
    private const int LifetimeSeconds = 120;

    private readonly RSA key = RSA.Create();
    private readonly string keyId;

    /// <param name="pem">PKCS#8 or PKCS#1; a line <c>kid: id</c> beside the key wins, so that one file takes both along at a change.</param>
    /// <exception cref="ArgumentException">There is not one key, or it has a password.</exception>
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
    /// <param name="audience">The token URL, exactly as it is called.</param>
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
