using System.Diagnostics;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Observability;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace GpConnect.Provider.Tests.Observability;

public sealed class SpanTests : ObservedTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string ParentSpan = "b7ad6b7169203331";

    [Theory]
    [FormatCase("OB-1 OB-2", "metadata", "rest:read:metadata-1")]
    [FormatCase("OB-1 OB-2", "read patient", "rest:read:patient-1")]
    [FormatCase("OB-1 OB-2", "search patient", "rest:search:patient-1")]
    [FormatCase("OB-1 OB-2", "read practitioner", "rest:read:practitioner-1")]
    [FormatCase("OB-1 OB-2", "search practitioner", "rest:search:practitioner-1")]
    [FormatCase("OB-1 OB-2", "read organization", "rest:read:organization-1")]
    [FormatCase("OB-1 OB-2", "search organization", "rest:search:organization-1")]
    [FormatCase("OB-1 OB-2", "read location", "rest:read:location-1")]
    public async Task A_request_that_succeeds_leaves_one_span(string id, FhirFormat format, string call, string name)
    {
        Assert.NotEmpty(id);
        (await Provider.SendAsync(ApiRequest.Any(call).As(format))).Succeeds();

        var span = Assert.Single(Observer.Requests);
        Assert.Equal(name, span.DisplayName);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(default, span.ParentSpanId);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["gpconnect.interaction"] = name,
                ["gpconnect.practice"] = SampleData.Ods,
                ["http.request.method"] = "GET",
                ["http.response.status_code"] = 200,
                ["gpconnect.format"] = format == FhirFormat.Json ? "json" : "xml",
            },
            Tags(span));
    }

    [Theory]
    [FormatCase("OB-1 OB-2", 400, "BAD_REQUEST")]
    [FormatCase("OB-1 OB-2", 404, "PATIENT_NOT_FOUND")]
    [FormatCase("OB-1 OB-2", 500, "INTERNAL_SERVER_ERROR")]
    public async Task A_request_that_fails_leaves_one_span_with_its_error(string id, FhirFormat format, int status, string code)
    {
        Assert.NotEmpty(id);
        Provider.Execute("UPDATE record SET checksum = zeroblob(32) WHERE id = '3'");
        var request = status switch
        {
            400 => ApiRequest.Read("Patient", "1").Without("Authorization"),
            404 => ApiRequest.Read("Patient", "unknown"),
            _ => ApiRequest.Read("Patient", "3"),
        };
        (await Provider.SendAsync(request.As(format))).Fails(status, code);

        var span = Assert.Single(Observer.Requests);
        Assert.Equal("rest:read:patient-1", span.DisplayName);
        Assert.Equal(status, Tags(span)["http.response.status_code"]);
        Assert.Equal(code, Tags(span)["gpconnect.error.code"]);
        Assert.Equal(SampleData.Ods, Tags(span)["gpconnect.practice"]);
        Assert.Equal(status == 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset, span.Status);
        Assert.Null(span.StatusDescription);
    }

    [Fact]
    [Requirement("OB-1")]
    [Requirement("OB-5")]
    public async Task A_registration_leaves_one_span_with_its_calls_to_dependencies()
    {
        var person = await Provider.NewPersonAsync();
        (await Provider.SendAsync(person.Register())).Registers();

        var request = Assert.Single(Observer.Requests);
        Assert.Equal("operation:gpc.registerpatient-1", request.DisplayName);
        Assert.Equal("POST", Tags(request)["http.request.method"]);
        Assert.Equal(["pds retrieve ok", "store search absent", "store find ok", "store commit ok"], Calls(request));
    }

    [Fact]
    [Requirement("OB-5")]
    public async Task Calls_to_dependencies_are_child_spans_of_the_request()
    {
        (await Provider.SendAsync(ApiRequest.SearchPatient(SampleData.Patient1))).Finds(1);

        var request = Assert.Single(Observer.Requests);
        Assert.Equal(["store search ok", "audit append ok"], Calls(request));
        Assert.All(Observer.Spans.Where(span => span != request), span => Assert.Equal(ActivityKind.Client, span.Kind));
        Assert.All(Observer.Spans.Where(span => span.DisplayName.StartsWith("store", StringComparison.Ordinal)), span => Assert.Equal("sqlite", Tags(span)["db.system.name"]));
    }

    [Fact]
    [Requirement("OB-5")]
    public async Task A_call_to_a_dependency_that_fails_is_an_error()
    {
        var pds = new Mock<IPdsGateway>();
        pds.Setup(down => down.RetrieveAsync(It.IsAny<PdsQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new PdsResponse.Unavailable("time-out"));
        var store = new Mock<IResourceStore>();
        store.Setup(broken => broken.ReadAsync(It.IsAny<RecordKey>(), It.IsAny<CancellationToken>())).Throws(new InvalidOperationException("secret detail"));
        await using var broken = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton(pds.Object).AddSingleton(store.Object));
        await using var observed = Observer.Watch(broken);

        (await broken.SendAsync(Person.New().Register())).Fails(500, "INTERNAL_SERVER_ERROR");
        (await broken.SendAsync(ApiRequest.Read("Patient", "1"))).Fails(500, "INTERNAL_SERVER_ERROR");

        foreach (var name in new[] { "pds retrieve", "store read" })
        {
            var span = Assert.Single(observed.Spans, span => span.DisplayName == name);
            Assert.Equal("failed", Tags(span)["gpconnect.outcome"]);
            Assert.Equal(ActivityStatusCode.Error, span.Status);
        }

        Assert.DoesNotContain("secret", observed.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [Case("OB-4", $"00-{Trace}-{ParentSpan}-01", true)]
    [Case("OB-4", $"00-{Trace}-{ParentSpan}-00", true)]
    [Case("OB-4", $"00-{Trace}", false)]
    [Case("OB-4", "9658218865", false)]
    [Case("OB-4", $"00-00000000000000000000000000000000-{ParentSpan}-01", false)]
    public async Task A_valid_trace_parent_is_the_spans_parent(string id, string header, bool isValid)
    {
        Assert.NotEmpty(id);
        (await Provider.SendAsync(ApiRequest.Metadata().With("traceparent", header).With("tracestate", "nhs=9658218865").With("baggage", "nhs=9658218865"))).Succeeds();

        var span = Assert.Single(Observer.Requests);
        Assert.Equal(isValid, span.TraceId.ToString() == Trace);
        Assert.Equal(isValid ? ParentSpan : "0000000000000000", span.ParentSpanId.ToString());
        Assert.DoesNotContain("9658218865", Observer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("OB-3")]
    public async Task Unknown_practices_interactions_and_verbs_are_not_named()
    {
        (await Provider.SendAsync(ApiRequest.Metadata().Under($"/{SampleData.NotInSystem}/STU3/1/gpconnect").Hiding(SampleData.NotInSystem))).Fails(404, "ORGANISATION_NOT_FOUND");
        (await Provider.SendAsync(ApiRequest.Metadata().Interaction($"rest:read:{SampleData.NotInSystem}").Hiding(SampleData.NotInSystem))).Fails(400, "BAD_REQUEST");
        (await Provider.SendAsync(ApiRequest.Metadata().Interaction("rest:search:slot-1"))).Fails(501, "NOT_IMPLEMENTED");
        (await Provider.SendAsync(ApiRequest.Metadata().Without("Ssp-InteractionID"))).Fails(400, "BAD_REQUEST");
        (await Provider.SendAsync(ApiRequest.Metadata().By("PURGE"))).Fails(400, "BAD_REQUEST");

        Assert.Equal(["rest:read:metadata-1", "unknown", "unknown", "unknown", "rest:read:metadata-1"], Observer.Requests.Select(span => span.DisplayName));
        Assert.Equal([null, SampleData.Ods, SampleData.Ods, SampleData.Ods, SampleData.Ods], Observer.Requests.Select(span => Tags(span).GetValueOrDefault("gpconnect.practice")));
        Assert.Equal("_OTHER", Tags(Observer.Requests[^1])["http.request.method"]);
        foreach (var unknown in new[] { SampleData.NotInSystem, "slot", "PURGE" })
        {
            Assert.DoesNotContain(unknown, Observer.Text(), StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary();

    /// <summary>The calls to dependencies that a request made, in the order in which they ended.</summary>
    private IEnumerable<string> Calls(Activity request) => Observer.Spans
        .Where(span => span.ParentSpanId == request.SpanId)
        .Select(span => $"{span.DisplayName} {Tags(span)["gpconnect.outcome"]}");
}
