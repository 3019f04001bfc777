using System.Text.RegularExpressions;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Practices;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Observability;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Provider.Tests.Observability;

public sealed partial class MetricTests : ObservedTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Requirement("OB-6")]
    public async Task Requests_and_errors_are_counted_and_timed()
    {
        (await Provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        (await Provider.SendAsync(ApiRequest.Read("Patient", "2"))).Succeeds();
        (await Provider.SendAsync(ApiRequest.Read("Patient", "unknown"))).Fails(404, "PATIENT_NOT_FOUND");
        (await Provider.SendAsync(ApiRequest.Search("Patient", "x"))).Fails(422, "INVALID_PARAMETER");
        (await Provider.SendAsync(ApiRequest.Metadata().Interaction("rest:read:nothing-1"))).Fails(400, "BAD_REQUEST");

        Assert.Equal(
            ["rest:read:patient-1 200", "rest:read:patient-1 200", "rest:read:patient-1 404", "rest:search:patient-1 422", "unknown 400"],
            Observer.Of("gpconnect.requests").Select(Labels));
        Assert.Equal(Observer.Of("gpconnect.requests").Select(Labels), Observer.Of("gpconnect.request.duration").Select(Labels));
        Assert.All(Observer.Of("gpconnect.requests"), one => Assert.Equal(1, one.Value));
        Assert.All(Observer.Of("gpconnect.request.duration"), one => Assert.InRange(one.Value, 0.000_01, 30));
        Assert.Equal(
            ["rest:read:patient-1 404 PATIENT_NOT_FOUND", "rest:search:patient-1 422 INVALID_PARAMETER", "unknown 400 BAD_REQUEST"],
            Observer.Of("gpconnect.errors").Select(Labels));
    }

    [Fact]
    [Requirement("OB-8")]
    public async Task Calls_to_dependencies_are_timed_by_operation_and_outcome()
    {
        var person = await Provider.NewPersonAsync();
        await Provider.RegisterAsync(person);
        (await Provider.SendAsync(ApiRequest.Read("Location", "1"))).Succeeds();
        (await Provider.SendAsync(Person.Unknown.Register())).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS");

        Assert.Equal(["search sqlite absent", "find sqlite ok", "commit sqlite ok", "read sqlite ok"], Observer.Of("gpconnect.store.duration").Select(Labels));
        Assert.Equal(["retrieve ok", "retrieve absent"], Observer.Of("gpconnect.pds.duration").Select(Labels));
        Assert.Equal(["append ok", "append ok"], Observer.Of("gpconnect.audit.duration").Select(Labels));
    }

    [Fact]
    [Requirement("OB-8")]
    public void A_store_records_its_charge()
    {
        Provider.Services.GetRequiredService<StoreMetrics>().RecordCharge("read", 200, 1.14);

        var charge = Assert.Single(Observer.Of("gpconnect.store.charge"));
        Assert.Equal((1.14, "{RU}", "read 200"), (charge.Value, charge.Unit, Labels(charge)));
    }

    [Fact]
    public async Task Cache_misses_are_counted()
    {
        var clock = new FakeTimeProvider(Now);
        await using var timed = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton<TimeProvider>(clock));
        await using var observed = Observer.Watch(timed);
        (await timed.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.IssuedAt(Now.ToUnixTimeSeconds())))).Succeeds();
        var (claims, practices) = Misses(observed);

        (await timed.SendAsync(ApiRequest.Read("Patient", "1").ChangeToken(token => token.IssuedAt(Now.ToUnixTimeSeconds() - 1)))).Succeeds();
        Assert.Equal((claims, practices), Misses(observed));

        (await timed.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.Device["version"] = "another"))).Succeeds();
        Assert.Equal((claims + 1, practices), Misses(observed));

        clock.Advance(PracticeDirectory.MaximumAge);
        (await timed.SendAsync(ApiRequest.Metadata())).Succeeds();
        (await timed.SendAsync(ApiRequest.Metadata().AtOtherPractice())).Succeeds();
        Assert.Equal((claims + 1, practices + 2), Misses(observed));
    }

    [Theory]
    [Case("AB-14", 900, 1)]
    [Case("AB-14", 1100, 3)]
    public async Task Claims_are_cached_unless_their_texts_are_long(string id, int length, int misses)
    {
        Assert.NotEmpty(id);
        await using var provider = await RunningProvider.StartAsync();
        await using var observed = Observer.Watch(provider);
        var (before, _) = Misses(observed);

        for (var call = 0; call < 3; call++)
        {
            (await provider.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.Device["model"] = new string('m', length)))).Succeeds();
        }

        Assert.Equal(misses, Misses(observed).Claims - before);
    }

    [Theory]
    [Case("OB-7", -40, 40)]
    [Case("OB-7", 25, -25)]
    [Case("OB-7", 0, 0)]
    [Case("OB-7", 7_878_000_000, -3600)]
    public async Task The_clock_skew_of_accepted_tokens_is_recorded_within_bounds(string id, long issued, double skew)
    {
        Assert.NotEmpty(id);
        await using var timed = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now)));
        await using var observed = Observer.Watch(timed);
        (await timed.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.IssuedAt(Now.ToUnixTimeSeconds() + issued)))).Succeeds();
        (await timed.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.IssuedAt(Now.ToUnixTimeSeconds() - 301)))).Fails(400, "BAD_REQUEST");

        var measurement = Assert.Single(observed.Of("gpconnect.token.clock_skew"));
        Assert.Equal((skew, "s"), (measurement.Value, measurement.Unit));
        Assert.Empty(measurement.Tags);
    }

    [Fact]
    [Requirement("OB-3")]
    public async Task Nothing_that_a_caller_chooses_becomes_a_label()
    {
        var person = await Provider.NewPersonAsync();
        await Provider.RegisterAsync(person);
        await Provider.SendAsync(person.Search());
        await Provider.SendAsync(ApiRequest.Metadata().Under($"/{person.NhsNumber}/STU3/1/gpconnect").Hiding(person.NhsNumber));
        await Provider.SendAsync(ApiRequest.Metadata().Interaction(person.NhsNumber).Hiding(person.NhsNumber));
        await Provider.SendAsync(ApiRequest.Read("Patient", person.NhsNumber).Hiding(person.NhsNumber));
        await Provider.SendAsync(ApiRequest.Metadata().By("PURGE"));

        Assert.NotEmpty(Observer.Of("gpconnect.requests"));
        foreach (var secret in new[] { person.NhsNumber, "PURGE", "Nowakowski", "/", "?" })
        {
            Assert.DoesNotContain(secret, Observer.Text(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_page_lists_every_metric_and_no_other()
    {
        Provider.Services.GetRequiredService<StoreMetrics>();
        var listed = MetricRow().Matches(File.ReadAllText(Repository.File("docs/observability.md"))).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");

        Assert.Equal(Observer.Instruments.Select(instrument => $"{instrument.Name} {instrument.Unit}").Order(), listed.Order());
    }

    [GeneratedRegex(@"^\| `(gpconnect\.[a-z_.]+)` \| (?:counter|gauge|histogram), `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();

    private static (double Claims, double Practices) Misses(Observer observer)
    {
        observer.Measure();
        return (observer.Of("gpconnect.claims.misses")[^1].Value, observer.Of("gpconnect.practices.misses")[^1].Value);
    }

    private static string Labels(Measurement measurement) => string.Join(' ', measurement.Tags.Values);
}
