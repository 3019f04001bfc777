using System.IO.Compression;
using System.Text.Json.Nodes;

namespace GpConnect.Testing.EndToEnd;

/// <summary>
/// An answer. The constructor asserts that a body with a FHIR media type is a STU3 resource; <see cref="ResponseRules"/> checks the
/// rest.
/// </summary>
internal sealed class ApiResponse
{
    public ApiResponse(RawResponse raw)
    {
        Raw = raw;
        Body = raw.Header("Content-Encoding") == "gzip" ? Decompress(raw.Body) : raw.Body;
        Format = raw.Header("Content-Type") switch
        {
            "application/fhir+json;charset=utf-8" => FhirFormat.Json,
            "application/fhir+xml;charset=utf-8" => FhirFormat.Xml,
            _ => null,
        };
        if (Format is { } format && Body.Length > 0)
        {
            var reading = FhirReader.Read(Body, format);
            Assert.True(reading.IsValid, $"The body is not a STU3 resource: {reading.Error?.Description}");
            Json = JsonNode.Parse(FhirWriter.WriteJson(reading.Resource))!.AsObject();
        }
    }

    public RawResponse Raw { get; }

    public int Status => Raw.Status;

    /// <summary>The body after decoding of its content encoding.</summary>
    public byte[] Body { get; }

    public FhirFormat? Format { get; }

    /// <summary>The resource as JSON, whatever the format of the answer; null without a FHIR body.</summary>
    public JsonObject? Json { get; }

    public string? Header(string name) => Raw.Header(name);

    public string? Diagnostics => (string?)Json?["issue"]?[0]?["diagnostics"];

    public string? SpineCode => (string?)Json?["issue"]?[0]?["details"]?["coding"]?[0]?["code"];

    /// <summary>Expects an error whose diagnostics contain each of the texts.</summary>
    public ApiResponse Fails(int status, string code, params string[] named)
    {
        Assert.Equal($"{status} {code}", $"{Status} {SpineCode}");
        Assert.All(named, text => Assert.Contains(text, Diagnostics, StringComparison.Ordinal));
        return this;
    }

    public JsonObject Succeeds()
    {
        Assert.True(Status == 200, $"{Status} {SpineCode} {Diagnostics}");
        return Json!;
    }

    /// <summary>Expects a search's Bundle and returns its resources.</summary>
    public IReadOnlyList<JsonObject> Finds(int count)
    {
        var bundle = Succeeds();
        Assert.Equal("Bundle", (string?)bundle["resourceType"]);
        var resources = bundle["entry"]?.AsArray().Select(entry => entry!["resource"]!.AsObject()).ToList() ?? [];
        Assert.Equal(count, resources.Count);
        return resources;
    }

    /// <summary>Expects the answer of a registration and returns the Patient.</summary>
    public JsonObject Registers() => Assert.Single(Finds(1));

    private static byte[] Decompress(byte[] body)
    {
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
