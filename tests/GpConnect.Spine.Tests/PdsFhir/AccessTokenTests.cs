using System.Security.Cryptography;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.PdsFhir;
using GpConnect.Testing.Requirements;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Spine.Tests.PdsFhir;

/// <summary>Access tokens: fetched once, renewed ahead of time, dropped when refused; and the key that signs their requests.</summary>
public sealed class AccessTokenTests : IAsyncLifetime
{
    /// <summary>Time limit of a look-up, in seconds.</summary>
    private const int Limit = 5;

    private const string NoToken = "the token endpoint answered {0} without a usable token";

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private PdsFhirProvider live = null!;

    private TokenIssuer Tokens => live.Pds.Tokens;

    public async Task InitializeAsync() => live = await PdsFhirProvider.StartAsync(options => options.PdsTimeoutSeconds = Limit, clock);

    public async Task DisposeAsync() => await live.DisposeAsync();

    [Theory]
    [Case("PF-30", false)]
    [Case("PF-30", true)]
    public async Task Concurrent_look_ups_share_one_token(string id, bool writesNumbers)
    {
        Assert.NotEmpty(id);
        Tokens.WritesLifetimeAsNumber = writesNumbers;

        await RegisterAsync(20);
        await RegisterAsync(5);

        Assert.Equal(1, Tokens.Requests);
        Assert.Single(live.Pds.Requests.Select(request => request.Authorization).Distinct());
    }

    [Fact]
    [Requirement("PF-31")]
    public async Task A_token_is_renewed_a_minute_ahead_while_the_old_one_stays_in_use()
    {
        await RegisterAsync(1);
        clock.Advance(TimeSpan.FromSeconds(538));
        await RegisterAsync(1);
        Assert.Equal(1, Tokens.Requests);

        var slow = new TaskCompletionSource<bool>();
        Tokens.Error = _ => slow.Task;
        clock.Advance(TimeSpan.FromSeconds(1));
        await RegisterAsync(5);
        Assert.Single(live.Pds.Requests.Select(request => request.Authorization).Distinct());

        slow.SetResult(false);
        await Eventually.HoldsAsync(async () =>
        {
            await RegisterAsync(1);
            return live.Pds.Requests.Select(request => request.Authorization).Distinct().Count() == 2;
        });
        Assert.Equal(2, Tokens.Requests);
        Assert.Equal(1, Tokens.MostAtOnce);
    }

    [Fact]
    [Requirement("PF-31")]
    public async Task An_expired_token_is_not_sent()
    {
        await RegisterAsync(1);
        clock.Advance(TimeSpan.FromSeconds(600));
        await RegisterAsync(5);

        Assert.Equal(2, Tokens.Requests);
        Assert.Equal(6, live.Pds.Requests.Count);
    }

    [Fact]
    [Requirement("PF-31")]
    public async Task Tokens_with_a_lifetime_of_one_second_work_too()
    {
        Tokens.LifetimeSeconds = 1;
        for (var round = 0; round < 3; round++)
        {
            await RegisterAsync(1);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, Tokens.Requests);
    }

    [Fact]
    [Requirement("PF-32")]
    public async Task A_token_that_PDS_refuses_is_replaced_once()
    {
        await RegisterAsync(1);
        Tokens.Revoke();
        var person = live.NewPerson();
        (await live.RegisterAsync(person)).Registers();

        var requests = live.RequestsFor(person);
        Assert.Equal(2, requests.Count);
        Assert.Equal(requests[0].RequestId, requests[1].RequestId);
        Assert.NotEqual(requests[0].Authorization, requests[1].Authorization);
        Assert.Equal(2, Tokens.Requests);
    }

    [Theory]
    [Case("PF-33", "500", NoToken, 500)]
    [Case("PF-33", "HTML", NoToken, 200)]
    [Case("PF-33", "no token", NoToken, 200)]
    [Case("PF-33", "no lifetime", NoToken, 200)]
    [Case("PF-33", "a token that would break the header", NoToken, 200)]
    [Case("PF-33", "redirect", NoToken, 302)]
    [Case("PF-33", "hang-up", "the token endpoint does not answer", 0)]
    [Case("PF-33", "2 MiB", "the token endpoint does not answer", 0)]
    public async Task Without_a_token_PDS_is_not_queried(string id, string error, string reason, int status)
    {
        Assert.NotEmpty(id);
        Tokens.Error = context => BreakAsync(context, error);

        await EndsAsync(live.FailsToRegisterAsync(live.NewPerson(), reason.Replace("{0}", $"{status}", StringComparison.Ordinal)));

        Assert.Empty(live.Pds.Requests);
        Tokens.Error = null;
        await RegisterAsync(1);
    }

    [Theory]
    [Case("PF-37", 408)]
    [Case("PF-37", 425)]
    [Case("PF-37", 429)]
    [Case("PF-37", 500)]
    [Case("PF-37", 502)]
    [Case("PF-37", 503)]
    [Case("PF-37", 504)]
    public async Task A_transient_error_of_the_token_endpoint_is_not_noticed(string id, int status)
    {
        Assert.NotEmpty(id);
        Tokens.Error = context => Tokens.Requests == 1 ? AnswerAsync(context, status) : Task.FromResult(false);

        await EndsAsync(RegisterAsync(3));

        Assert.Equal(2, Tokens.Requests);
    }

    [Theory]
    [Case("PF-37", 408)]
    [Case("PF-37", 425)]
    [Case("PF-37", 429)]
    [Case("PF-37", 503)]
    public async Task A_retryable_error_of_the_token_endpoint_does_not_block_later_callers(string id, int status)
    {
        Assert.NotEmpty(id);
        Tokens.Error = context => AnswerAsync(context, status);
        await EndsAsync(live.FailsToRegisterAsync(live.NewPerson(), $"the token endpoint answered {status} without a usable token"));
        Assert.Equal(2, Tokens.Requests);

        Tokens.Error = null;
        await RegisterAsync(1);
    }

    [Theory]
    [Case("PF-37", "2", 2, 0)]
    [Case("PF-37", "10", 1, 10)]
    [Case("PF-37", "3600", 1, 30)]
    public async Task Retry_After_of_the_token_endpoint_delays_the_next_request(string id, string retryAfter, int requests, int pause)
    {
        Assert.NotEmpty(id);
        Tokens.Error = context => AnswerAsync(context, 429, retryAfter);
        await EndsAsync(live.FailsToRegisterAsync(live.NewPerson(), "the token endpoint answered 429 without a usable token"));
        Assert.Equal(requests, Tokens.Requests);
        Tokens.Error = null;
        if (pause > 0)
        {
            clock.Advance(TimeSpan.FromSeconds(pause - 1));
            await live.FailsToRegisterAsync(live.NewPerson(), "the token endpoint answered 429 without a usable token");
            Assert.Equal(requests, Tokens.Requests);
        }

        clock.Advance(TimeSpan.FromSeconds(2));
        await RegisterAsync(1);
    }

    [Fact]
    [Requirement("PF-33")]
    public async Task A_token_endpoint_that_does_not_answer_is_abandoned_at_the_time_limit()
    {
        Tokens.Error = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };

        var registering = live.RegisterAsync(live.NewPerson());
        await Eventually.HoldsAsync(() => Task.FromResult(Tokens.Requests == 1));
        clock.Advance(TimeSpan.FromSeconds(Limit));

        (await registering).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");
    }

    [Fact]
    [Requirement("PF-34")]
    public async Task A_refused_assertion_is_logged_and_not_retried_for_half_a_minute()
    {
        Tokens.Keys.Clear();
        await live.FailsToRegisterAsync(live.NewPerson(), "the token endpoint answered 401 without a usable token");
        Assert.Contains("401 without a usable token: invalid_request Invalid 'kid' header in JWT - no matching public key", live.Log, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromSeconds(29));
        await live.FailsToRegisterAsync(live.NewPerson(), "the token endpoint answered 401 without a usable token");
        Assert.Equal(1, Tokens.Requests);

        Tokens.Keys[TokenIssuer.KeyId] = Public(await File.ReadAllTextAsync(live.Pds.KeyFile));
        clock.Advance(TimeSpan.FromSeconds(1));
        await RegisterAsync(1);
        Assert.Equal(2, Tokens.Requests);
    }

    [Fact]
    [Requirement("PF-34")]
    public async Task An_assertion_that_the_endpoint_repeats_is_not_logged()
    {
        Tokens.Error = async context =>
        {
            var form = await context.Request.ReadFormAsync();
            PatientDataMarkers.NoteSecret(form["client_assertion"].ToString());
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync($$"""{"error":"invalid_request","error_description":"Not\na good one: {{form["client_assertion"]}}"}""");
            return true;
        };

        await live.FailsToRegisterAsync(live.NewPerson(), "the token endpoint answered 400 without a usable token");

        Assert.Contains("invalid_request Not…a good one: …", live.Log, StringComparison.Ordinal);
    }

    [Theory]
    [Case("PF-35", "PKCS#8")]
    [Case("PF-35", "PKCS#1")]
    public async Task A_new_key_is_used_without_a_restart(string id, string form)
    {
        Assert.NotEmpty(id);
        await RegisterAsync(1);
        using var next = RSA.Create(2048);
        Tokens.Keys["test-2"] = next;
        live.Pds.WriteKey("kid: test-2\n" + (form == "PKCS#8" ? next.ExportPkcs8PrivateKeyPem() : next.ExportRSAPrivateKeyPem()));
        clock.Advance(TimeSpan.FromSeconds(600));
        await RegisterAsync(1);

        Assert.Equal([TokenIssuer.KeyId, "test-2"], Tokens.AcceptedKeyIds);
        Assert.Contains("PdsFhirPrivateKey: the new files are in force", live.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("PF-35")]
    public async Task A_key_under_the_same_id_is_used_without_a_restart()
    {
        await RegisterAsync(1);
        using var next = RSA.Create(2048);
        Tokens.Keys[TokenIssuer.KeyId] = next;
        live.Pds.WriteKey(next.ExportPkcs8PrivateKeyPem());
        clock.Advance(TimeSpan.FromSeconds(600));

        await RegisterAsync(1);
    }

    [Fact]
    [Requirement("PF-35")]
    public async Task A_damaged_key_file_leaves_the_earlier_key_in_force()
    {
        await RegisterAsync(1);
        live.Pds.WriteKey("-----BEGIN PRIVATE KEY-----\nMIIE\n");
        clock.Advance(TimeSpan.FromSeconds(600));

        await RegisterAsync(1);

        Assert.Contains("PdsFhirPrivateKey: the new files cannot be used, the earlier ones stay in force", live.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("PF-36")]
    public async Task A_sandbox_without_tokens_receives_none()
    {
        await using var sandbox = await PdsFhirProvider.StartAsync(options =>
        {
            options.PdsFhirTokenEndpoint = null;
            options.PdsFhirApiKey = options.PdsFhirKeyId = options.PdsFhirPrivateKey = null;
        });
        sandbox.Pds.RequiresToken = false;
        var person = sandbox.NewPerson();
        (await sandbox.RegisterAsync(person)).Registers();

        Assert.Null(Assert.Single(sandbox.RequestsFor(person)).Authorization);
        Assert.Equal(0, sandbox.Pds.Tokens.Requests);
    }

    [Fact]
    [Requirement("PF-11")]
    public async Task A_request_without_a_token_is_not_repeated_after_a_401()
    {
        await using var sandbox = await PdsFhirProvider.StartAsync(options =>
        {
            options.PdsFhirTokenEndpoint = null;
            options.PdsFhirApiKey = options.PdsFhirKeyId = options.PdsFhirPrivateKey = null;
        });
        var person = sandbox.NewPerson();

        (await sandbox.RegisterAsync(person)).Fails(500, "INTERNAL_SERVER_ERROR");

        Assert.Single(sandbox.RequestsFor(person));
    }

    private static RSA Public(string pem)
    {
        var key = RSA.Create();
        key.ImportFromPem(pem);
        return key;
    }

    private static async Task<bool> BreakAsync(HttpContext context, string error)
    {
        context.Response.StatusCode = error switch { "500" => 500, "redirect" => 302, _ => 200 };
        context.Response.Headers.Location = error == "redirect" ? TokenIssuer.Path : default;
        if (error == "hang-up")
        {
            context.Abort();
            return true;
        }

        await context.Response.WriteAsync(error switch
        {
            "HTML" => "<html>Busy</html>",
            "no token" => """{"expires_in":"599"}""",
            "no lifetime" => """{"access_token":"abc"}""",
            "a token that would break the header" => """{"access_token":"abc\r\nX-More: 1","expires_in":"599"}""",
            "2 MiB" => new string(' ', 2 * 1024 * 1024),
            _ => "",
        });
        return true;
    }

    internal static async Task<bool> AnswerAsync(HttpContext context, int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync("""{"error":"too_busy"}""");
        return true;
    }

    /// <summary>Advances the clock in small steps until the action ends, because a retry waits on the clock.</summary>
    private async Task EndsAsync(Task action)
    {
        while (await Task.WhenAny(action, Task.Delay(TimeSpan.FromMilliseconds(20))) != action)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        await action;
    }

    private async Task RegisterAsync(int people)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, people).Select(_ => live.RegisterAsync(live.NewPerson())));
        Assert.All(answers, answer => answer.Registers());
    }
}
