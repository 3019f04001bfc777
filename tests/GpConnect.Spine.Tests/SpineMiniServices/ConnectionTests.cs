using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineMiniServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Spine.Tests.SpineMiniServices;

/// <summary>TLS with the service, the certificates, and a service that does not answer.</summary>
public sealed class ConnectionTests(SmspFixture fixture) : IClassFixture<SmspFixture>
{
    [CertificateTheory]
    [Case("SM-40", "from another root")]
    [Case("SM-40", "from another root than the system's")]
    [Case("SM-40", "of another name")]
    [Case("SM-40", "our own is unknown to the service")]
    public async Task With_an_invalid_certificate_no_request_is_sent(string id, string error)
    {
        Assert.NotEmpty(id);
        await using var provider = await StartAsync(options => ChangeToken(options, error, fixture.Service.UnnamedUrl));
        var person = fixture.Service.Knows(Person.New());

        (await provider.SendAsync(person.Register())).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");

        Assert.Empty(fixture.Service.Received(person.NhsNumber));
    }

    [CertificateFact]
    [Requirement("SM-41")]
    public async Task Certificate_and_key_may_be_given_as_text()
    {
        await using var provider = await StartAsync(options =>
        {
            options.SmspClientCertificate = TestAuthority.Text("also-valid.pem");
            options.SmspClientKey = TestAuthority.Text("client.key");
            options.SmspRoots = TestAuthority.Text("ca/ca.pem");
        });
        var person = fixture.Service.Knows(Person.New());

        await provider.RegisterAsync(person);

        Assert.Equal(TestAuthority.Client("also-valid").Thumbprint, Assert.Single(fixture.Service.Received(person.NhsNumber)).Certificate);
    }

    [CertificateFact]
    [Requirement("SM-41")]
    public async Task A_new_certificate_is_presented_without_a_restart()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var file = Path.Combine(TestFolders.New(), "client.pem");
        File.Copy(TestAuthority.PathOf("valid.pem"), file);
        await using var provider = await StartAsync(options => options.SmspClientCertificate = file, clock);
        var before = await ShownAsync(provider);

        File.Copy(TestAuthority.PathOf("also-valid.pem"), file, overwrite: true);
        clock.Advance(TimeSpan.FromSeconds(5));
        var after = await ShownAsync(provider);
        await File.WriteAllTextAsync(file, "-----BEGIN CERTIFICATE-----");
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((TestAuthority.Client("valid").Thumbprint, TestAuthority.Client("also-valid").Thumbprint), (before, after));
        Assert.Equal(after, await ShownAsync(provider));
    }

    [CertificateFact]
    [Requirement("SM-42")]
    public async Task Many_concurrent_requests_share_a_bounded_number_of_connections()
    {
        var people = Enumerable.Range(0, 200).Select(_ => fixture.Service.Knows(Person.New())).ToList();

        await Task.WhenAll(people.Select(async person => (await fixture.Provider.SendAsync(person.Register().With("Ssp-From", $"20000000{person.NhsNumber[^5..^1]}"))).Registers()));

        Assert.InRange(people.SelectMany(person => fixture.Service.Received(person.NhsNumber)).Select(message => message.Connection).Distinct().Count(), 1, 64);
    }

    [CertificateFact]
    [Requirement("SM-43")]
    public async Task A_service_that_does_not_answer_is_called_again_only_after_a_pause()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var log = new CapturedLog();
        await using var provider = await StartAsync(_ => { }, clock, log);
        var person = Person.New();
        var refused = new Answer { Code = "DEMOG-0040" };
        fixture.Service.Answer(person.NhsNumber, [.. Enumerable.Repeat<Reply>(SmspErrors.HangUp, 4), refused.Reply, SmspErrors.HangUp]);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal("200 Healthy", await ReadyAsync(provider));
            (await provider.SendAsync(person.Register())).Fails(attempt == 4 ? 400 : 500, attempt == 4 ? "INVALID_PATIENT_DEMOGRAPHICS" : "INTERNAL_SERVER_ERROR");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("200 Degraded", await ReadyAsync(provider));
        fixture.Service.Knows(person);
        (await provider.SendAsync(person.Register())).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");
        Assert.Equal(10, fixture.Service.Received(person.NhsNumber).Count);
        Assert.Contains("not queried, because it has not answered recently", log.Text(), StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromSeconds(11));
        await provider.RegisterAsync(person);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("200 Healthy", await ReadyAsync(provider));
    }

    [CertificateFact]
    [Requirement("SM-43")]
    public async Task Answers_that_confirm_no_one_do_not_stop_later_requests()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var provider = await StartAsync(_ => { }, clock);
        var person = Person.New();
        fixture.Service.Answer(person.NhsNumber, SmspErrors.Soap(500, "2200"));
        for (var attempt = 0; attempt < 10; attempt++)
        {
            (await provider.SendAsync(person.Register())).Fails(500, "INTERNAL_SERVER_ERROR");
        }

        Assert.Equal(10, fixture.Service.Received(person.NhsNumber).Count);
        Assert.Equal("200 Healthy", await ReadyAsync(provider));
    }

    [CertificateFact]
    [Requirement("SM-43")]
    public async Task An_error_of_the_service_about_one_person_does_not_block_others()
    {
        await using var provider = await StartAsync(_ => { });
        var (odd, other) = (Person.New(), fixture.Service.Knows(Person.New()));
        fixture.Service.Answer(odd.NhsNumber, SmspErrors.Raw(501, ""));
        for (var attempt = 0; attempt < 6; attempt++)
        {
            (await provider.SendAsync(odd.Register())).Fails(500, "INTERNAL_SERVER_ERROR");
        }

        await provider.RegisterAsync(other);

        Assert.Equal(6, fixture.Service.Received(odd.NhsNumber).Count);
    }

    [CertificateFact]
    [Requirement("SM-44")]
    public async Task Without_a_listener_the_connection_is_tried_once_more()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var log = new CapturedLog();
        await using var provider = await StartAsync(options => options.SmspEndpoint = new Uri($"https://127.0.0.1:{port}/smsp/pds"), log: log);

        (await provider.SendAsync(Person.New().Register())).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");

        Assert.Contains("no connection;", log.Text(), StringComparison.Ordinal);
    }

    [CertificateFact]
    [Requirement("SM-44")]
    public async Task A_handshake_that_does_not_end_is_abandoned_before_the_time_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var log = new CapturedLog();
        await using var provider = await StartAsync(
            options =>
            {
                options.SmspEndpoint = new Uri($"https://127.0.0.1:{port}/smsp/pds");
                options.PdsTimeoutSeconds = 30;
            },
            log: log);

        (await provider.SendAsync(Person.New().Register())).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");

        Assert.Contains("no connection in time;", log.Text(), StringComparison.Ordinal);
    }

    private static void ChangeToken(TestSettings options, string error, Uri unnamed)
    {
        switch (error)
        {
            case "from another root":
                options.SmspRoots = TestAuthority.PathOf("foreign/ca.pem");
                break;
            case "from another root than the system's":
                options.SmspRoots = null;
                break;
            case "our own is unknown to the service":
                options.SmspClientCertificate = TestAuthority.PathOf("foreign.pem");
                break;
            default:
                options.SmspEndpoint = unnamed;
                break;
        }
    }

    private Task<RunningProvider> StartAsync(Action<TestSettings> change, TimeProvider? clock = null, CapturedLog? log = null) => RunningProvider.StartAsync(
        options =>
        {
            fixture.Service.Configure(options);
            change(options);
        },
        services => services.AddSingleton(clock ?? TimeProvider.System).AddSingleton<ILoggerProvider>(log ?? new CapturedLog()));

    private async Task<string?> ShownAsync(RunningProvider provider)
    {
        var person = fixture.Service.Knows(Person.New());
        await provider.RegisterAsync(person);
        return Assert.Single(fixture.Service.Received(person.NhsNumber)).Certificate;
    }

    private static async Task<string> ReadyAsync(RunningProvider provider)
    {
        var answer = await provider.SendRawAsync("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        return $"{answer.Status} {JsonNode.Parse(answer.Body)!["status"]}";
    }
}
