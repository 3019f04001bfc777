using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.Audit;

/// <summary>Requests whose bytes are chosen to harm the audit trail or its readers, with the status of their answers.</summary>
internal static class HostileRequests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static IReadOnlyDictionary<string, (ApiRequest Request, int Status)> All => new Dictionary<string, (ApiRequest, int)>
    {
        ["pretty-printed claims"] = (Payload(token => token.Claims.ToJsonString(Indented)), 200),
        ["claims that end with a line feed"] = (Payload(token => token.Claims.ToJsonString() + "\n"), 200),
        ["claims that end with a carriage return"] = (Payload(token => token.Claims.ToJsonString() + "\r"), 200),
        ["claims between line breaks and tabs"] = (Payload(token => "\r\n\t" + token.Claims.ToJsonString() + "\t\r\n"), 200),
        ["a forged record"] = (Claim("\n{\"stream\":\"a\",\"number\":7,\"hash\":\"AAAA\",\"entry\":{\"status\":200}}\n"), 200),
        ["62 arrays"] = (Claim(Nested(62)), 200),
        ["63 arrays"] = (Claim(Nested(63)), 200),
        ["64 arrays"] = (Claim(Nested(64)), 400),
        ["63 objects"] = (Claim(string.Concat(Enumerable.Repeat("{\"y\":", 63)) + "1" + new string('}', 63)), 200),
        ["huge numbers"] = (Claim($"[1e999999,-0.0,{new string('9', 400)},1.{new string('0', 400)}1]"), 200),
        ["escaped line breaks and escapes"] = (Claim("\"\\n\\r\\u0085\\u2028\\u2029\\u001b[2J\\u009b\\u0000\""), 200),
        ["line separators and noncharacters and directions"] = (Claim("\"\u0085\u2028\u2029\uFFFE\uFFFF\u202E\u2066\u007F\u009B\""), 200),
        ["names that have to be escaped"] = (Claim("{\"\\\"\\\\\\n\\u001b\":{\"\":0}}"), 200),
        ["a whole surrogate pair"] = (Claim("\"\\ud83d\\ude00\""), 200),
        ["half of a surrogate pair"] = (Claim("\"\\ud800\""), 400),
        ["half of a surrogate pair in a name"] = (Claim("{\"\\udc00\":1}"), 400),
        ["a name twice in an unread claim"] = (Claim("{\"a\":1,\"\\u0061\":2}"), 400),
        ["not UTF-8 in an unread claim"] = (Bytes("\"x\":\"", [0xC3, 0x28]), 400),
        ["not UTF-8 in a name"] = (Bytes("\"", [0xFF]), 400),
        ["an overlong encoding"] = (Bytes("\"x\":\"", [0xC0, 0x8A]), 400),
        ["an encoded surrogate"] = (Bytes("\"x\":\"", [0xED, 0xA0, 0x80]), 400),
        ["not UTF-8 in the issuer"] = (Bytes("\"iss\":\"", [0xC3, 0x28]), 400),
        ["not UTF-8 in a resource claim"] = (Bytes("\"model\":\"", [0xC3, 0x28]), 400),
        ["not UTF-8 in the header"] = (Metadata().ChangeToken(token => token.EncodedHeader = Base64Url.EncodeToString([.. "{\"alg\":\"none\",\"kid\":\""u8, 0xC3, 0x28, .. "\"}"u8])), 400),
        ["an escape in a header"] = (Metadata().With("Ssp-InteractionID", "\u001b[2J\u001b]0;x\u0007"), 400),
        ["a forged record in a header"] = (Metadata().With("Ssp-InteractionID", "{\"stream\":\"a\"}\u000b\u000c\u00c2\u009b\u00e2\u0080\u00a8\"\\"), 400),
        ["a broken token"] = (Metadata().With("Authorization", "Bearer \u001b\"\\\u007f\t"), 400),
        ["a line break in the target"] = (ApiRequest.Read("Patient", "%0A%0D%1B[2J%E2%80%A8"), 400),
        ["line breaks in an organisation's code"] = (Metadata().ChangeToken(token => token.Organization["identifier"]![0]!["value"] = "B9\u009b\n9999"), 200),
        ["a user with an escape"] = (Metadata().ChangeToken(token => (token.Claims["sub"], token.Practitioner["id"]) = ("\u001b[2J\n\u202E", "\u001b[2J\n\u202E")), 200),
    };

    private static ApiRequest Metadata() => ApiRequest.Metadata();

    private static ApiRequest Claim(string json) => Payload(token => token.Claims.ToJsonString()[..^1] + ",\"x\":" + json + "}");

    /// <summary>Puts bytes into the claims after a text, which is appended if the claims do not contain it.</summary>
    private static ApiRequest Bytes(string after, byte[] bytes) => Metadata().ChangeToken(token =>
    {
        var claims = token.Claims.ToJsonString();
        claims = claims.Contains(after, StringComparison.Ordinal) ? claims : claims[..^1] + $",{after}\"" + (after == "\"" ? ":1}" : "}");
        var at = claims.LastIndexOf(after, StringComparison.Ordinal) + after.Length;
        token.EncodedPayload = Base64Url.EncodeToString([.. Encoding.UTF8.GetBytes(claims[..at]), .. bytes, .. Encoding.UTF8.GetBytes(claims[at..])]);
    });

    private static ApiRequest Payload(Func<Token, string> write) => Metadata().ChangeToken(token => token.EncodedPayload = Token.Encode(write(token)));

    private static string Nested(int arrays) => new string('[', arrays) + new string(']', arrays);
}
