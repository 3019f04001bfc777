using System.Net.Sockets;
using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.PdsFhir;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Spine.Tests.PdsFhir;

/// <summary>PDS is not queried while it keeps failing, and never more often than agreed.</summary>
public sealed class CircuitTests : IAsyncLifetime
{
    private const string Refused = "PDS answered 403 ACCESS_DENIED: a configuration error";
    private const string Open = "PDS keeps failing, so no request is sent for a few seconds";

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private PdsFhirProvider live = null!;

    public async Task InitializeAsync() => live = await PdsFhirProvider.StartAsync(clock: clock);

    public async Task DisposeAsync() => await live.DisposeAsync();

    [Fact]
    [Requirement("PF-40")]
    public async Task After_five_consecutive_failures_PDS_is_not_queried_for_ten_seconds()
    {
        await FailAsync(5);
        var person = live.NewPerson();
        await live.FailsToRegisterAsync(person, Open);
        clock.Advance(TimeSpan.FromSeconds(9));
        await live.FailsToRegisterAsync(person, Open);
        Assert.Empty(live.RequestsFor(person));

        clock.Advance(TimeSpan.FromSeconds(1));
        (await live.RegisterAsync(person)).Registers();
        (await live.RegisterAsync(live.NewPerson())).Registers();
        await FailAsync(4);
        (await live.RegisterAsync(live.NewPerson())).Registers();
    }

    [Fact]
    [Requirement("PF-40")]
    public async Task One_failure_after_the_pause_starts_the_next_pause()
    {
        await FailAsync(5);
        clock.Advance(TimeSpan.FromSeconds(10));
        await FailAsync(1);

        var person = live.NewPerson();
        await live.FailsToRegisterAsync(person, Open);
        Assert.Empty(live.RequestsFor(person));
    }

    [Fact]
    [Requirement("PF-40")]
    public async Task An_answer_in_between_resets_the_count_of_failures()
    {
        for (var round = 0; round < 3; round++)
        {
            await FailAsync(4);
            (await live.RegisterAsync(Person.New())).Fails(400, "INVALID_PATIENT_DEMOGRAPHICS");
        }
    }

    [Theory]
    [Case("PF-43", "no label")]
    [Case("PF-43", "an element of another type")]
    [Case("PF-43", "an error of the service")]
    [Case("PF-43", "an error of the request")]
    public async Task A_record_that_PDS_cannot_answer_does_not_block_other_patients(string id, string error)
    {
        Assert.NotEmpty(id);
        var odd = Odd(error);
        for (var attempt = 0; attempt < 6; attempt++)
        {
            (await live.RegisterAsync(odd)).Fails(500, "INTERNAL_SERVER_ERROR");
        }

        (await live.RegisterAsync(live.NewPerson())).Registers();
        Assert.Equal(6, live.RequestsFor(odd).Count);
    }

    [Fact]
    [Requirement("PF-43")]
    public async Task Unreliable_records_do_not_count_as_failures_of_PDS()
    {
        for (var person = 0; person < 6; person++)
        {
            (await live.RegisterAsync(Odd("no label"))).Fails(500, "INTERNAL_SERVER_ERROR");
        }

        (await live.RegisterAsync(live.NewPerson())).Registers();
    }

    [Fact]
    [Requirement("PF-43")]
    public async Task Refused_tokens_do_not_count_as_failures_of_PDS()
    {
        live.Pds.Tokens.Error = context => AccessTokenTests.AnswerAsync(context, 400);
        for (var person = 0; person < 6; person++)
        {
            (await live.RegisterAsync(live.NewPerson())).Fails(500, "INTERNAL_SERVER_ERROR");
        }

        live.Pds.Tokens.Error = null;
        clock.Advance(TimeSpan.FromSeconds(30));
        (await live.RegisterAsync(live.NewPerson())).Registers();
    }

    private Person Odd(string error) => error switch
    {
        "no label" => live.NewPerson(patient => patient["meta"]!.AsObject().Remove("security")),
        "an element of another type" => live.NewPerson(patient => patient["name"] = "Nowak"),
        "an error of the service" => live.NewPerson(context => PdsServer.RefuseAsync(context, 501, "UNKNOWN_ERROR")),
        _ => live.NewPerson(context => PdsServer.RefuseAsync(context, 400, "INVALID_VALUE")),
    };

    [Fact]
    [Requirement("PF-40")]
    public async Task Callers_that_hang_up_do_not_count_as_failures_of_PDS()
    {
        for (var caller = 0; caller < 6; caller++)
        {
            var (queried, abandoned) = (new TaskCompletionSource(), new TaskCompletionSource());
            var person = live.NewPerson(context =>
            {
                context.RequestAborted.Register(abandoned.SetResult);
                queried.SetResult();
                return abandoned.Task;
            });
            using (var client = new TcpClient())
            {
                await client.ConnectAsync("127.0.0.1", live.Provider.Port);
                await client.GetStream().WriteAsync(person.Register().ToBytes(clock.GetUtcNow(), live.Provider.Port));
                await queried.Task.WaitAsync(TimeSpan.FromSeconds(30));
            }

            await abandoned.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        (await live.RegisterAsync(live.NewPerson())).Registers();
    }

    [Fact]
    [Requirement("PF-41")]
    public async Task A_probe_reports_the_state_of_PDS_without_a_query()
    {
        Assert.Equal("Healthy", await PdsHealthAsync(live));
        await FailAsync(5);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Degraded", await PdsHealthAsync(live));
        Assert.Equal(5, live.Pds.Requests.Count);

        clock.Advance(TimeSpan.FromSeconds(10));
        (await live.RegisterAsync(live.NewPerson())).Registers();
        Assert.Equal("Healthy", await PdsHealthAsync(live));
    }

    [Fact]
    [Requirement("PF-41")]
    public async Task A_probe_reports_refused_tokens()
    {
        live.Pds.Tokens.Keys.Clear();
        await live.FailsToRegisterAsync(live.NewPerson(), "the token endpoint answered 401 without a usable token");

        Assert.Equal("Degraded", await PdsHealthAsync(live));
    }

    [Fact]
    [Requirement("PF-42")]
    public async Task PDS_is_not_queried_more_often_than_agreed()
    {
        await using var slow = await PdsFhirProvider.StartAsync(options => options.PdsRequestsPerSecond = 3);
        var started = TimeProvider.System.GetTimestamp();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => slow.RegisterAsync(slow.NewPerson())));

        // The tenth request waits three full seconds; the limiter may cut each second short by a tenth.
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(2.7));
        Assert.All(answers, answer => answer.Registers());
    }

    [Fact]
    [Requirement("PF-42")]
    public async Task Look_ups_beyond_the_agreed_rate_are_refused_and_do_not_count_as_failures_of_PDS()
    {
        await using var slow = await PdsFhirProvider.StartAsync(options => (options.PdsRequestsPerSecond, options.PdsTimeoutSeconds) = (3, 2));

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => slow.RegisterAsync(slow.NewPerson())));

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 500));
        Assert.Contains(slow.Provider.Audit(), entry => (string?)entry["reason"] == "more look-ups than the agreed rate of requests");
        Assert.Equal("Healthy", await PdsHealthAsync(slow));
    }

    private async Task FailAsync(int times)
    {
        for (var failure = 0; failure < times; failure++)
        {
            await live.FailsToRegisterAsync(live.NewPerson(context => PdsServer.RefuseAsync(context, 403, "ACCESS_DENIED")), Refused);
        }
    }

    private static async Task<string?> PdsHealthAsync(PdsFhirProvider provider)
    {
        var answer = await provider.Provider.SendRawAsync("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, answer.Status);
        return (string?)JsonNode.Parse(answer.Body)!["dependencies"]!["pds"]!["status"];
    }
}
