using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.PdsFhir;
using GpConnect.Testing.Requirements;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Spine.Tests.PdsFhir;

/// <summary>The requests that are sent to PDS, and how slow or broken connections and nonsense in answers are handled.</summary>
public sealed class RawConnectionTests : IAsyncLifetime
{
    private const string Malformed = "malformed answer from PDS";

    private PdsFhirProvider live = null!;

    public async Task InitializeAsync() => live = await PdsFhirProvider.StartAsync();

    public async Task DisposeAsync() => await live.DisposeAsync();

    [Fact]
    [Requirement("PF-20")]
    public async Task A_look_up_carries_what_PDS_requires_and_nothing_else()
    {
        var (first, second) = (live.NewPerson(), live.NewPerson());
        var trace = Guid.NewGuid().ToString();
        (await live.Provider.SendAsync(first.Register().With("Ssp-TraceID", trace))).Registers();
        (await live.RegisterAsync(second)).Registers();

        var request = Assert.Single(live.RequestsFor(first));
        Assert.Equal($"/personal-demographics/FHIR/R4/Patient/{first.NhsNumber}", request.Path);
        Assert.Equal(["Accept", "Authorization", "Host", "NHSD-End-User-Organisation-ODS", "X-Correlation-ID", "X-Request-ID"], request.Headers.Keys.Order());
        Assert.Equal("application/fhir+json", request.Headers["Accept"]);
        Assert.Equal(SampleData.Ods, request.Headers["NHSD-End-User-Organisation-ODS"]);
        Assert.Equal(trace, request.CorrelationId);
        Assert.NotEqual(request.RequestId, Assert.Single(live.RequestsFor(second)).RequestId);
        Assert.Equal(request.Connection, Assert.Single(live.RequestsFor(second)).Connection);
    }

    [Fact]
    [Requirement("PF-20")]
    public async Task A_trace_id_that_is_not_a_UUID_is_not_sent()
    {
        var person = live.NewPerson();
        (await live.Provider.SendAsync(person.Register().With("Ssp-TraceID", "Nowakowski Ewelina"))).Registers();

        Assert.Null(Assert.Single(live.RequestsFor(person)).CorrelationId);
    }

    [Fact]
    [Requirement("PF-21")]
    public async Task The_log_holds_the_result_of_a_look_up_but_not_the_patient()
    {
        var person = live.NewPersonAfter(context => PdsServer.RefuseAsync(context, 503, "SERVICE_UNAVAILABLE"));
        var trace = Guid.NewGuid().ToString();
        (await live.Provider.SendAsync(person.Register().With("Ssp-TraceID", trace))).Registers();

        var id = live.RequestsFor(person)[0].RequestId;
        Assert.Matches($"Warning GET /Patient/\\{{nhsNumber}} at 127.0.0.1: Unavailable, status 503 SERVICE_UNAVAILABLE, [0-9]+ ms, attempt 1, X-Request-ID {id}, X-Correlation-ID {trace}", live.Log);
        Assert.Matches($"Information GET /Patient/\\{{nhsNumber}} at 127.0.0.1: Found, status 200 .*, attempt 2, X-Request-ID {id}", live.Log);
    }

    [Theory]
    [Case("PF-22", "cut before the headers", "the connection to PDS broke")]
    [Case("PF-22", "cut after the headers", "the connection to PDS broke")]
    [Case("PF-22", "cut within a chunked body", "the connection to PDS broke")]
    [Case("PF-22", "2 MiB", "malformed answer from PDS: too long")]
    [Case("PF-22", "2 MiB in chunks", "malformed answer from PDS: too long")]
    [Case("PF-22", "truncated JSON", Malformed)]
    [Case("PF-22", "empty", Malformed)]
    [Case("PF-22", "HTML", Malformed)]
    [Case("PF-22", "not UTF-8", Malformed)]
    [Case("PF-22", "lone surrogate", Malformed)]
    [Case("PF-22", "null", Malformed)]
    [Case("PF-22", "a list", Malformed)]
    [Case("PF-22", "100 levels", Malformed)]
    [Case("PF-22", "two ids", Malformed)]
    [Case("PF-23", "another request's id", "PDS sent the answer to another request")]
    public async Task A_broken_connection_or_invalid_answer_is_reported(string id, string error, string reason)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        var valid = PdsPatientJson.From(person.Pds).ToJsonString();
        live.Pds.On(person.NhsNumber, context => BreakAsync(context, error, valid));

        await live.FailsToRegisterAsync(person, reason);

        Assert.Single(live.RequestsFor(person).Select(request => request.RequestId).Distinct());
    }

    [Theory]
    [Case("PF-22", "headers")]
    [Case("PF-22", "body")]
    public async Task A_silent_connection_is_abandoned_at_the_time_limit(string id, string missing)
    {
        Assert.NotEmpty(id);
        const int Limit = 5;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var provider = await PdsFhirProvider.StartAsync(options => options.PdsTimeoutSeconds = Limit, clock);
        var person = provider.NewPerson(async context =>
        {
            if (missing == "body")
            {
                await context.Response.WriteAsync("{");
                await context.Response.Body.FlushAsync();
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var failing = provider.FailsToRegisterAsync(person, "no answer from PDS within the time limit");
        await Eventually.HoldsAsync(() => Task.FromResult(provider.RequestsFor(person).Count == 1));
        clock.Advance(TimeSpan.FromSeconds(Limit));
        await failing;

        Assert.Single(provider.RequestsFor(person));
    }

    [Fact]
    [Requirement("PF-23")]
    public async Task An_answer_without_the_id_of_its_request_is_accepted()
    {
        var person = Person.New();
        var valid = PdsPatientJson.From(person.Pds).ToJsonString();
        live.Pds.On(person.NhsNumber, context =>
        {
            context.Response.Headers.Remove("X-Request-ID");
            return PdsServer.AnswerAsync(context, 200, valid);
        });

        (await live.RegisterAsync(person)).Registers();
    }

    [Theory]
    [Case("PF-24", 429, "1", true)]
    [Case("PF-24", 503, "1", true)]
    [Case("PF-24", 429, "date", true)]
    [Case("PF-24", 429, "past", true)]
    [Case("PF-24", 429, "29", false)]
    [Case("PF-24", 503, "86400", false)]
    [Case("PF-24", 429, "2147483647", false)]
    [Case("PF-24", 503, "Fri, 31 Dec 9999 23:59:59 GMT", false)]
    public async Task A_retry_waits_as_long_as_PDS_asks_or_is_not_made(string id, int status, string retryAfter, bool isRepeated)
    {
        Assert.NotEmpty(id);
        var person = live.NewPersonAfter(context =>
        {
            var seconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + (retryAfter == "past" ? -60 : 2);
            context.Response.Headers.RetryAfter = retryAfter is "date" or "past"
                ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)
                : retryAfter;
            return PdsServer.RefuseAsync(context, status, "TOO_MANY_REQUESTS", contentType: "application/json");
        });

        Assert.Equal(isRepeated ? 200 : 500, (await live.RegisterAsync(person)).Status);

        var requests = live.RequestsFor(person);
        Assert.Equal(isRepeated ? 2 : 1, requests.Count);
        if (retryAfter is "1" or "date")
        {
            Assert.True(TimeProvider.System.GetElapsedTime(requests[0].ReceivedAt, requests[1].ReceivedAt) > TimeSpan.FromMilliseconds(950));
        }
    }

    [Fact]
    [Requirement("PF-25")]
    public async Task Without_a_server_the_connection_is_tried_twice()
    {
        (await live.RegisterAsync(live.NewPerson())).Registers();
        await live.Pds.DisposeAsync();

        await live.FailsToRegisterAsync(Person.New(), "no connection to PDS");

        Assert.Matches("Unavailable, status 0 none, [0-9]+ ms, attempt 2", live.Log);
    }

    [Fact]
    [Requirement("PF-25")]
    public async Task A_server_without_TLS_receives_no_request_where_TLS_is_required()
    {
        await using var secure = await PdsFhirProvider.StartAsync(options =>
            options.PdsFhirEndpoint = new UriBuilder(options.PdsFhirEndpoint!) { Scheme = "https" }.Uri);

        await secure.FailsToRegisterAsync(secure.NewPerson(), "no secure connection to PDS");
        Assert.Empty(secure.Pds.Requests);
    }

    [Fact]
    [Requirement("PF-25")]
    public async Task A_handshake_that_does_not_end_is_abandoned_before_the_time_limit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var provider = await PdsFhirProvider.StartAsync(options =>
        {
            options.PdsTimeoutSeconds = 20;
            options.PdsFhirEndpoint = new UriBuilder(options.PdsFhirEndpoint!) { Scheme = "https", Port = ((IPEndPoint)silent.LocalEndpoint).Port }.Uri;
        });

        await provider.FailsToRegisterAsync(Person.New(), "no connection to PDS");

        Assert.Matches("Warning GET /Patient/\\{nhsNumber\\} at 127.0.0.1: Unavailable, status 0 none, [0-9]+ ms, attempt 2", provider.Log);
    }

    private static async Task BreakAsync(HttpContext context, string error, string valid)
    {
        switch (error)
        {
            case "cut before the headers":
                context.Abort();
                break;
            case "cut after the headers":
                context.Response.ContentLength = valid.Length;
                goto case "cut within a chunked body";
            case "cut within a chunked body":
                await context.Response.WriteAsync(valid[..50]);
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case "2 MiB":
                context.Response.ContentLength = 2 * 1024 * 1024;
                goto case "2 MiB in chunks";
            case "2 MiB in chunks":
                await context.Response.WriteAsync(valid.PadRight(2 * 1024 * 1024));
                break;
            case "not UTF-8":
                await context.Response.Body.WriteAsync(System.Text.Encoding.Latin1.GetBytes(valid.Replace("Ewelina", "Ewelin\u00e1", StringComparison.Ordinal)));
                break;
            case "another request's id":
                context.Response.Headers["X-Request-ID"] = Guid.NewGuid().ToString();
                await PdsServer.AnswerAsync(context, 200, valid);
                break;
            default:
                await PdsServer.AnswerAsync(context, 200, Nonsense(error, valid));
                break;
        }
    }

    private static string Nonsense(string error, string valid) => error switch
    {
        "truncated JSON" => valid[..^20],
        "HTML" => "<html>Busy</html>",
        "lone surrogate" => valid.Replace("Ewelina", "\\ud800", StringComparison.Ordinal),
        "null" => "null",
        "a list" => $"[{valid}]",
        "100 levels" => valid.Insert(1, $"\"surprise\":{new string('[', 100)}{new string(']', 100)},"),
        "two ids" => valid.Insert(1, "\"id\":\"9990001030\","),
        _ => "",
    };
}
