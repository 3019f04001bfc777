using System.Diagnostics;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineMiniServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Spine.Tests.SpineMiniServices;

/// <summary>
/// Missing and malformed answers: 500 for the caller within the time limit, nothing stored, an entry in the audit trail, and nothing of
/// the answer in the log.
/// </summary>
public sealed class FailureTests(SmspFixture fixture) : IClassFixture<SmspFixture>, IAsyncLifetime
{
    private const string OutOfTime = "no answer in time";

    private static readonly Dictionary<string, Reply> Malformed = new()
    {
        ["a document type"] = Raw(text => $"<!DOCTYPE x [<!ENTITY e 'y'>]>{text[text.IndexOf("<soap:", StringComparison.Ordinal)..]}"),
        ["an external entity"] = Raw(text => $"<!DOCTYPE x SYSTEM 'file:///etc/hostname'>{text[text.IndexOf("<soap:", StringComparison.Ordinal)..]}"),
        ["cut off"] = Raw(text => text[..^40]),
        ["empty"] = Raw(_ => ""),
        ["a page of a proxy"] = Raw(_ => "<html><body><p>Sorry<br></body></html>"),
        ["an envelope of another version"] = Raw(text => text.Replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope", StringComparison.Ordinal)),
        ["the answer of another operation"] = Raw(text => text.Replace("getPatientDetailsResponse", "verifyNHSNumberResponse", StringComparison.Ordinal)),
        ["another namespace"] = Raw(text => text.Replace("urn:hl7-org:v3", "urn:hl7-org:v2", StringComparison.Ordinal)),
        ["too deep"] = Raw(text => text.Replace("<soap:Header/>", $"<soap:Header>{Repeat("<a>", 70)}{Repeat("</a>", 70)}</soap:Header>", StringComparison.Ordinal)),
        ["too many parts"] = Raw(text => text.Replace("<soap:Header/>", $"<soap:Header>{Repeat("<a/>", 20_000)}</soap:Header>", StringComparison.Ordinal)),
        ["too large"] = Raw(text => text + Repeat(" ", 1024 * 1024)),
        ["without a code"] = Raw(text => text.Replace(" code=\"SMSP-0000\"", "", StringComparison.Ordinal)),
    };

    public static TheoryData<string> MalformedAnswers => [.. Malformed.Keys];

    /// <summary>Registers a person before each test, because consecutive failures open the circuit.</summary>
    public Task InitializeAsync() => fixture.Provider is null ? Task.CompletedTask : fixture.Provider.RegisterAsync(fixture.Service.Knows(Person.New()));

    public Task DisposeAsync() => Task.CompletedTask;

    [CertificateTheory]
    [MemberData(nameof(MalformedAnswers))]
    [Requirement("SM-30")]
    public async Task A_malformed_answer_counts_as_no_answer(string answer)
    {
        Assert.Equal(1, await FailsAsync(fixture.Provider, Malformed[answer]));
    }

    [CertificateTheory]
    [Case("SM-31", 500, "1000")]
    [Case("SM-31", 500, "3000")]
    [Case("SM-31", 200, "2100")]
    public async Task A_SOAP_fault_is_not_retried_and_only_its_ids_are_logged(string id, int status, string errorCode)
    {
        Assert.NotEmpty(id);
        var log = new CapturedLog();
        await using var provider = await StartAsync(log);

        Assert.Equal(1, await FailsAsync(provider, SmspErrors.Soap(status, errorCode, "Nowakowski 9990001014")));

        Assert.Contains($"SOAP fault, ErrorID {SmspErrors.ErrorId}, ErrorCode {errorCode};", log.Text(), StringComparison.Ordinal);
    }

    [CertificateFact]
    [Requirement("SM-31")]
    public async Task An_invalid_error_code_is_not_logged()
    {
        var log = new CapturedLog();
        await using var provider = await StartAsync(log);

        await FailsAsync(provider, SmspErrors.Soap(500, "9990001014"));

        Assert.Contains("ErrorCode unknown", log.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("9990001014", log.Text(), StringComparison.Ordinal);
    }

    [CertificateTheory]
    [Case("SM-32", 408)]
    [Case("SM-32", 429)]
    [Case("SM-32", 500)]
    [Case("SM-32", 502)]
    [Case("SM-32", 503)]
    [Case("SM-32", 504)]
    public async Task A_retryable_error_is_retried_once_with_the_same_bytes(string id, int status)
    {
        Assert.NotEmpty(id);
        var person = Person.New();
        var valid = new Answer { Patient = Details.Of(person.Pds) };
        fixture.Service.Answer(person.NhsNumber, SmspErrors.Raw(status, "busy"), valid.Reply);

        await fixture.Provider.RegisterAsync(person);

        var messages = fixture.Service.Received(person.NhsNumber);
        Assert.Equal(2, messages.Count);
        Assert.Equal(messages[0].Bytes, messages[1].Bytes);
        Assert.Equal(2, await FailsAsync(fixture.Provider, SmspErrors.Raw(status, "busy")));
    }

    [CertificateTheory]
    [Case("SM-33", 302)]
    [Case("SM-33", 401)]
    [Case("SM-33", 403)]
    [Case("SM-33", 404)]
    public async Task A_permanent_error_is_not_retried(string id, int status)
    {
        Assert.NotEmpty(id);

        Assert.Equal(1, await FailsAsync(fixture.Provider, SmspErrors.Raw(status, "no", ("Location", $"{fixture.Service.Url}"))));
    }

    [CertificateFact]
    [Requirement("SM-34")]
    public async Task A_retry_waits_as_long_as_the_service_asks()
    {
        var person = Person.New();
        var valid = new Answer { Patient = Details.Of(person.Pds) };
        fixture.Service.Answer(person.NhsNumber, SmspErrors.Raw(429, "", ("Retry-After", "2")), valid.Reply);
        var watch = Stopwatch.StartNew();

        await fixture.Provider.RegisterAsync(person);

        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(2));
    }

    [CertificateTheory]
    [Case("SM-34", "29")]
    [Case("SM-34", "Fri, 31 Dec 2100 23:59:59 GMT")]
    public async Task A_wait_beyond_the_time_limit_is_not_started(string id, string retryAfter)
    {
        Assert.NotEmpty(id);

        Assert.Equal(1, await FailsAsync(fixture.Provider, SmspErrors.Raw(503, "", ("Retry-After", retryAfter))));
    }

    [CertificateTheory]
    [Case("SM-35", "silence")]
    [Case("SM-35", "an answer that stops")]
    public async Task A_service_that_does_not_answer_in_time_is_abandoned(string id, string error)
    {
        Assert.NotEmpty(id);
        const int Limit = 5;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var provider = await RunningProvider.StartAsync(
            options =>
            {
                fixture.Service.Configure(options);
                options.PdsTimeoutSeconds = Limit;
            },
            services => services.AddSingleton<TimeProvider>(clock));
        var person = Person.New();

        var failing = FailAsync(provider, person, error == "silence" ? SmspErrors.Silence : SmspErrors.Stall);
        await Eventually.HoldsAsync(() => Task.FromResult(fixture.Service.Received(person.NhsNumber).Count == 1));
        clock.Advance(TimeSpan.FromSeconds(Limit));

        Assert.Equal(OutOfTime, await failing);
        Assert.Single(fixture.Service.Received(person.NhsNumber));
    }

    [CertificateFact]
    [Requirement("SM-35")]
    public async Task A_broken_connection_counts_as_no_answer() => Assert.Equal(1, await FailsAsync(fixture.Provider, SmspErrors.HangUp));

    private async Task<RunningProvider> StartAsync(CapturedLog log) => await RunningProvider.StartAsync(
        fixture.Service.Configure, services => services.AddSingleton<ILoggerProvider>(log));

    /// <summary>Expects a failure for a reason other than the time limit.</summary>
    /// <returns>The number of requests that the service has received.</returns>
    private async Task<int> FailsAsync(RunningProvider provider, Reply reply)
    {
        var person = Person.New();
        Assert.NotEqual(OutOfTime, await FailAsync(provider, person, reply));
        return fixture.Service.Received(person.NhsNumber).Count;
    }

    /// <returns>The reason that the audit trail holds.</returns>
    private async Task<string> FailAsync(RunningProvider provider, Person person, Reply reply)
    {
        fixture.Service.Answer(person.NhsNumber, reply);
        var (before, traceId) = (provider.Fingerprint(), Guid.NewGuid().ToString());

        (await provider.SendAsync(person.Register().With("Ssp-TraceID", traceId))).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");

        Assert.Equal(before, provider.Fingerprint());
        return Assert.IsType<string>((string?)provider.AuditOf(traceId)["reason"]);
    }

    /// <summary>A valid answer, changed by <paramref name="spoil"/>.</summary>
    private static Reply Raw(Func<string, string> spoil) => SmspErrors.Raw(200, spoil(new Answer { Patient = Details.Of(Person.New().Pds) }.ToString()));

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
