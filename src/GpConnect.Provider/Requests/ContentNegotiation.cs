using GpConnect.Fhir;
using GpConnect.Foundations.Errors;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GpConnect.Provider.Requests;

/// <summary>Chooses the formats of a request's body and of its answer (transport.md §2).</summary>
internal static class ContentNegotiation
{
    private const string JsonType = "application/fhir+json";
    private const string XmlType = "application/fhir+xml";

    public static NegotiatedFormats Negotiate(HttpRequest request, RequestTarget target)
    {
        var body = BodyFormat(request);
        return new NegotiatedFormats(body, ResponseFormat(request, target, body.Try(out var format, out _) ? format : FhirFormat.Json));
    }

    /// <summary>The format of the response: <c>_format</c>, then <c>Accept</c>, then the type of the body, then JSON.</summary>
    private static Result<FhirFormat, Failure> ResponseFormat(HttpRequest request, RequestTarget target, FhirFormat bodyFormat)
    {
        var format = target.Values("_format");
        if (format.Count > 0)
        {
            return FromParameter(format);
        }

        var accept = request.Headers.Accept;
        if (!StringValues.IsNullOrEmpty(accept))
        {
            return FromAccept(accept, bodyFormat);
        }

        return bodyFormat;
    }

    /// <summary>Checks <c>Content-Type</c>: a POST needs one, and wherever one is sent it must be supported.</summary>
    private static Result<FhirFormat, Failure> BodyFormat(HttpRequest request)
    {
        var values = request.Headers.ContentType;
        if (StringValues.IsNullOrEmpty(values))
        {
            return request.Method == HttpMethods.Post
                ? SpineError.UnsupportedMediaType.Because($"Content-Type is missing; expected {JsonType} or {XmlType}")
                : FhirFormat.Json;
        }

        if (values.Count > 1 || !MediaTypeHeaderValue.TryParse(values[0], out var type) || FormatOf(type.MediaType) is not { } format)
        {
            return Unsupported("Content-Type", values[0]!);
        }

        var encoding = request.Headers.ContentEncoding;
        if (!IsUtf8(type) || !StringValues.IsNullOrEmpty(encoding) && encoding != "identity")
        {
            return SpineError.UnsupportedMediaType.Because("The body has to be UTF-8 without a content encoding");
        }

        return format;
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static Result<FhirFormat, Failure> FromParameter(IReadOnlyList<string?> values)
    {
        if (values.Count > 1)
        {
            return SpineError.UnsupportedMediaType.Because("_format is given more than once");
        }

        var withoutParameters = (values[0] ?? "").Split(';')[0].Trim();
        return withoutParameters switch
        {
            "json" => FhirFormat.Json,
            "xml" => FhirFormat.Xml,

            // A raw '+' may have been form-decoded to a blank on the way.
            _ => FormatOf(withoutParameters.Replace(' ', '+')) is { } format ? format : Unsupported("_format", withoutParameters),
        };
    }

    private static Result<FhirFormat, Failure> FromAccept(StringValues accept, FhirFormat preferred)
    {
        // Accepts what nearly every consumer sends without the cost of the whole grammar.
        if (accept is [{ } only] && FormatOf(only) is { } exact)
        {
            return exact;
        }

        if (!MediaTypeHeaderValue.TryParseList(ListHeaders.Bounded(accept), out var types))
        {
            return Unsupported("Accept", accept.ToString());
        }

        var json = Weight(types, JsonType);
        var xml = Weight(types, XmlType);
        if (json.Quality <= 0 && xml.Quality <= 0)
        {
            return Unsupported("Accept", accept.ToString());
        }

        if (json.Quality != xml.Quality)
        {
            return json.Quality > xml.Quality ? FhirFormat.Json : FhirFormat.Xml;
        }

        // Equal weights: a named type beats a wildcard, the first named type beats the second; wildcards alone state no preference.
        return (json.Position, xml.Position) switch
        {
            (null, null) => preferred,
            (null, _) => FhirFormat.Xml,
            (_, null) => FhirFormat.Json,
            var (first, second) => first < second ? FhirFormat.Json : FhirFormat.Xml,
        };
    }

    /// <summary>RFC 7231 §5.3.2: the most specific range that matches decides.</summary>
    private static (double Quality, int? Position) Weight(IList<MediaTypeHeaderValue> ranges, string type)
    {
        (double Quality, int Specificity, int? Position) best = (0, -1, null);
        for (var index = 0; index < ranges.Count; index++)
        {
            var specificity = Specificity(ranges[index], type);
            if (specificity > best.Specificity)
            {
                best = (ranges[index].Quality ?? 1, specificity, specificity == 2 ? index : null);
            }
        }

        return (best.Quality, best.Position);
    }

    private static int Specificity(MediaTypeHeaderValue range, string type)
    {
        if (range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
        {
            return 2;
        }

        if (range.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        return range.MatchesAllTypes ? 0 : -1;
    }

    private static FhirFormat? FormatOf(StringSegment mediaType)
    {
        if (mediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase))
        {
            return FhirFormat.Json;
        }

        return mediaType.Equals(XmlType, StringComparison.OrdinalIgnoreCase) ? FhirFormat.Xml : null;
    }

    private static Failure Unsupported(string where, string value) =>
        SpineError.UnsupportedMediaType.Because($"{where} {Redacted.MediaType(value)} is not supported; expected {JsonType} or {XmlType}");
}

/// <summary>The formats of a request's body and of its response, or why one of them is not supported.</summary>
internal sealed record NegotiatedFormats(Result<FhirFormat, Failure> Body, Result<FhirFormat, Failure> Response)
{
    /// <summary>The negotiated format of the response; JSON for an error that comes before there is one (errors.md §7).</summary>
    public FhirFormat ResponseOrJson => Response.Try(out var format, out _) ? format : FhirFormat.Json;
}
