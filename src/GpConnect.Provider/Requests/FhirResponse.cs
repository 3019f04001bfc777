using System.IO.Compression;
using GpConnect.Fhir;
using GpConnect.Foundations.Errors;
using Microsoft.Net.Http.Headers;

namespace GpConnect.Provider.Requests;

/// <summary>
/// A response that is ready to be sent: every step that can fail is done. Every header has one value (interactions.md §2.2).
/// </summary>
internal sealed record FhirResponse(int Status, ReadOnlyMemory<byte> Body, FhirFormat Format, bool IsGzip)
{
    private const string RetryAfterSeconds = "1";

    public string? ETag { get; private init; }

    public string? ContentLocation { get; private init; }

    /// <param name="rootUrl">The practice's service root, for <c>Content-Location</c>.</param>
    public static FhirResponse Of(HttpRequest request, FhirFormat format, InteractionResult result, string rootUrl)
    {
        // Both formats are built from the corrected JSON; otherwise XML could not represent what an earlier release stored.
        var json = StoredJson.Repair(result.Json);
        if (result.VersionId is null)
        {
            return Compose(request, format, StatusCodes.Status200OK, json);
        }

        var etag = $"W/\"{result.VersionId}\"";
        var response = Matches(request, etag)
            ? new FhirResponse(StatusCodes.Status304NotModified, default, FhirFormat.Json, false)
            : Compose(request, format, StatusCodes.Status200OK, json);
        return response with { ETag = etag, ContentLocation = $"{rootUrl}/{result.Location}" };
    }

    public static FhirResponse Of(HttpRequest request, FhirFormat format, Failure failure) =>
        Compose(request, format, failure.Error.Status, OperationOutcome.Write(failure));

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

    private static FhirResponse Compose(HttpRequest request, FhirFormat format, int status, ReadOnlyMemory<byte> json)
    {
        var body = format == FhirFormat.Xml ? FhirWriter.JsonToXml(json) : json;
        return AcceptsGzip(request) ? new FhirResponse(status, Compress(body), format, true) : new FhirResponse(status, body, format, false);
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
