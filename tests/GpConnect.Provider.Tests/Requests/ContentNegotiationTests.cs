using System.Globalization;
using FsCheck;
using FsCheck.Xunit;
using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Provider.Tests.Requests;

public class ContentNegotiationTests
{
    [Property]
    public bool The_higher_quality_wins_whatever_the_order(byte json, byte xml, bool jsonFirst)
    {
        var (first, second) = (Quality(json), Quality(xml));
        var ranges = new[] { $"application/fhir+json;q={first}", $"application/fhir+xml;q={second}" };
        var accepted = Negotiate(string.Join(", ", jsonFirst ? ranges : ranges.Reverse()));
        var (jsonWeight, xmlWeight) = (double.Parse(first, CultureInfo.InvariantCulture), double.Parse(second, CultureInfo.InvariantCulture));

        return (jsonWeight, xmlWeight) switch
        {
            (0, 0) => accepted is null,
            _ when jsonWeight == xmlWeight => accepted == (jsonFirst ? FhirFormat.Json : FhirFormat.Xml),
            _ => accepted == (jsonWeight > xmlWeight ? FhirFormat.Json : FhirFormat.Xml),
        };
    }

    [Property]
    public bool A_named_type_outranks_the_wildcard_that_excludes_it(byte quality)
    {
        var accepted = Negotiate($"*/*;q=0, application/fhir+xml;q={Quality(quality)}");

        return Quality(quality) == "0.000" ? accepted is null : accepted == FhirFormat.Xml;
    }

    [Property]
    public bool Any_Accept_header_is_negotiated_without_an_exception(NonNull<string> accept) =>
        Negotiate(accept.Get) is null or FhirFormat.Json or FhirFormat.Xml;

    private static string Quality(byte value) => (value % 101 / 100.0).ToString("0.000", CultureInfo.InvariantCulture);

    private static FhirFormat? Negotiate(string accept)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        return ContentNegotiation.Negotiate(request, RequestTarget.Parse("/")).Response.Try(out var format, out _) ? format : null;
    }
}
