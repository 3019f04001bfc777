using System.Text;

namespace GpConnect.Harness;

/// <summary>The body of a registration.</summary>
internal sealed record HostileBody(string Name, string MediaType, byte[] Content);

/// <summary>Bodies of a megabyte: plain ones, and ones made to be expensive to read.</summary>
internal static class HostileBodies
{
    private const int Megabyte = 1024 * 1024;

    private const string Json = "application/fhir+json";
    private const string Xml = "application/fhir+xml";

    /// <param name="dearest">Folder of the inputs that <c>bench/dearest</c> has found; may be missing.</param>
    public static IEnumerable<HostileBody> All(string samples, string dearest)
    {
        var json = File.ReadAllText(Path.Combine(samples, "nowak.json"));
        var xml = File.ReadAllText(Path.Combine(samples, "nowak.xml"));
        yield return Body("plain JSON", Json, json.PadRight(Megabyte));
        yield return Body("plain XML", Xml, xml.PadRight(Megabyte));
        yield return Body("JSON, a name of a megabyte", Json, json.Replace("\"family\"", $"\"text\":\"{Filled(_ => "a", json)}\",\"family\"", StringComparison.Ordinal));
        yield return Body("JSON, many numbers for resources", Json, $$"""{"resourceType":"Parameters","parameter":[{{Filled(_ => "1,", "")}}1]}""");
        yield return Body("XML, many attributes", Xml, $"<Parameters xmlns=\"http://hl7.org/fhir\"{Filled(number => $" a{number:x}=\"\"", "")}/>");
        yield return Body("XML, many namespaces", Xml, $"<Parameters xmlns=\"http://hl7.org/fhir\"{Filled(number => $" xmlns:a{number:x}=\"b{number:x}\"", "")}/>");
        yield return Body("XML, many elements", Xml, $"<Parameters xmlns=\"http://hl7.org/fhir\">{Filled(_ => "<parameter/>", "")}</Parameters>");
        foreach (var (reader, mediaType) in new[] { ("body-json", Json), ("body-xml", Xml) })
        {
            var file = Path.Combine(dearest, reader);
            if (File.Exists(file))
            {
                yield return new HostileBody($"dearest found, {reader}", mediaType, File.ReadAllBytes(file));
            }
        }
    }

    private static HostileBody Body(string name, string mediaType, string content) => new(name, mediaType, Encoding.UTF8.GetBytes(content));

    /// <summary>As many parts as fit into a body beside the other content.</summary>
    private static string Filled(Func<int, string> part, string others)
    {
        var text = new StringBuilder();
        for (var number = 0; ; number++)
        {
            var next = part(number);
            if (text.Length + next.Length + others.Length > Megabyte - 200)
            {
                return text.ToString();
            }

            text.Append(next);
        }
    }
}
