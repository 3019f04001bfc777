using System.Text;

namespace GpConnect.Testing.Audit;

/// <summary>Entries as written by earlier releases, which copied the claims of a token byte by byte.</summary>
internal static class OldEntries
{
    /// <summary>One entry of each kind that a caller could cause: the bytes, and whether a JSON reader can read them.</summary>
    public static readonly IReadOnlyDictionary<string, (byte[] Entry, bool IsReadable)> All = new Dictionary<string, (byte[], bool)>
    {
        ["line breaks"] = (Of("{\n  \"sub\": \"1\"\n}\n"), true),
        ["carriage return"] = (Of("{\"sub\":\"1\"}\r"), true),
        ["forged line"] = (Of("{\"x\":\n{\"stream\":\"a\",\"number\":7,\"hash\":\"AAAA\",\"entry\":{}}\n}"), true),
        ["63 arrays"] = (Of($"{{\"x\":{new string('[', 63)}{new string(']', 63)}}}"), true),
        ["lone surrogate"] = (Of("{\"x\":\"\\ud800\"}"), true),
        ["lone surrogate and line breaks"] = (Of("{\n\"x\":\"\\ud800\"\n}"), true),
        ["not UTF-8"] = ([.. Encoding.ASCII.GetBytes(Start + "{\"x\":\""), 0xC3, 0x28, .. Encoding.ASCII.GetBytes("\"}" + End)], false),
        ["not JSON"] = (Of("{"), false),
        ["not an object"] = ("[1]"u8.ToArray(), false),
        ["200 arrays"] = (Of($"{{\"x\":{new string('[', 200)}{new string(']', 200)}}}"), false),
    };

    private const string Start = "{\"time\":\"2026-06-01T09:00:00Z\",\"kind\":\"call\",\"practice\":\"A20047\",\"claims\":";

    private const string End = ",\"resources\":[\"Patient/1\"],\"status\":200}";

    public static byte[] Sound(string patient) => Of("{\"sub\":\"1\"}", patient);

    private static byte[] Of(string claims, string patient = "1") => Encoding.UTF8.GetBytes(Start + claims + End.Replace("Patient/1", $"Patient/{patient}", StringComparison.Ordinal));
}
