using GpConnect.Foundations.Errors;

namespace GpConnect.Spine.PdsFhir;

/// <summary>
/// The one access token of the process, in memory only. It is renewed before it expires, by one request at a time; until the new token
/// arrives, the old one is used as long as it is valid.
/// </summary>
internal sealed class AccessTokens(TokenEndpoint endpoint, TimeProvider clock)
{
    private readonly Lock gate = new();
    private AccessToken? current;
    private Task<Result<AccessToken, string>>? renewal;
    private Result<AccessToken, string> refusal;
    private DateTimeOffset refusedUntil;

    /// <summary>Whether the last attempt to get a token failed.</summary>
    public bool IsFailing { get; private set; }

    public ValueTask<Result<AccessToken, string>> GetAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (current?.RenewAt > now)
            {
                return new(current);
            }

            if (renewal is null && refusedUntil <= now)
            {
                renewal = RenewAsync();
            }

            if (current?.ExpiresAt > now)
            {
                return new(current);
            }

            return renewal is null ? new(refusal) : new(WaitAsync(renewal, cancellation));
        }
    }

    /// <summary>Forgets a token that PDS refuses, unless it has been replaced in the meantime.</summary>
    public void Drop(AccessToken token)
    {
        lock (gate)
        {
            if (current == token)
            {
                current = null;
            }
        }
    }

    private static async Task<Result<AccessToken, string>> WaitAsync(Task<Result<AccessToken, string>> renewal, CancellationToken cancellation)
    {
        try
        {
            return await renewal.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return "no access token within the time limit";
        }
    }

    /// <summary>Belongs to no request: the caller that started it may hang up while others wait for it.</summary>
    private async Task<Result<AccessToken, string>> RenewAsync()
    {
        await Task.Yield();
        var fetch = await endpoint.FetchAsync();
        lock (gate)
        {
            renewal = null;
            IsFailing = !fetch.Result.Try(out var token, out _);
            current = token ?? current;
            if (IsFailing)
            {
                refusal = fetch.Result;
                refusedUntil = clock.GetUtcNow() + fetch.Pause;
            }
        }

        return fetch.Result;
    }
}
