using System.IO.Compression;
using GpConnect.Fhir;
using GpConnect.Foundations.Errors;
using Microsoft.Net.Http.Headers;

namespace GpConnect.Provider.Requests;

/// <summary>A response that is ready to be sent: everything that can fail has been done. Every header has one value (interactions.md §2.2).</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body, FhirFormat Format, bool IsGzip)
{
    private const string RetryAfterSeconds = "1";

    public string? ETag { get; private init; }

    public string? ContentLocation { get; private init; }

    /// <param name="rootUrl">The practice's service root, for <c>Content-Location</c>.</param>
    public static Answer To(HttpRequest request, RequestTarget target, Reply reply, string rootUrl)
    {
        // Both formats are made of the mended form, or XML could not say what an earlier release stored.
        var json = StoredJson.Mend(reply.Json);
        if (reply.VersionId is null)
        {
            return Compose(request, target, StatusCodes.Status200OK, json);
        }

        var etag = $"W/\"{reply.VersionId}\"";
        var answer = Matches(request, etag)
            ? new Answer(StatusCodes.Status304NotModified, default, FhirFormat.Json, false)
            : Compose(request, target, StatusCodes.Status200OK, json);
        return answer with { ETag = etag, ContentLocation = $"{rootUrl}/{reply.Location}" };
    }

    public static Answer To(HttpRequest request, RequestTarget target, Failure failure) =>
        Compose(request, target, failure.Error.Status, OperationOutcome.Write(failure));

    public async Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.ETag = ETag;
        response.Headers.ContentLocation = ContentLocation;
        if (Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (Status == StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentType = Format == FhirFormat.Xml ? "application/fhir+xml;charset=utf-8" : "application/fhir+json;charset=utf-8";
        response.ContentLength = Body.Length;
        if (IsGzip)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        if (context.Request.Method != HttpMethods.Head)
        {
            await response.BodyWriter.WriteAsync(Body);
        }
    }

    private static Answer Compose(HttpRequest request, RequestTarget target, int status, ReadOnlyMemory<byte> json)
    {
        // Errors before the check of the formats go out in the negotiated one too, or in JSON when there is none (errors.md §7).
        var format = ContentNegotiation.ResponseFormat(request, target).Try(out var negotiated, out _) ? negotiated : FhirFormat.Json;
        var body = format == FhirFormat.Xml ? FhirWriter.JsonToXml(json) : json;
        return AcceptsGzip(request) ? new Answer(status, Compress(body), format, true) : new Answer(status, body, format, false);
    }

    private static bool Matches(HttpRequest request, string etag) =>
        EntityTagHeaderValue.TryParseList(ListHeaders.Bounded(request.Headers.IfNoneMatch), out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(EntityTagHeaderValue.Parse(etag), useStrongComparison: false));

    private static bool AcceptsGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(ListHeaders.Bounded(request.Headers.AcceptEncoding), out var codings)
        && codings.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 2);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return compressed.ToArray();
    }
}
