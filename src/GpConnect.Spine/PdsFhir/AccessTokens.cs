namespace GpConnect.Spine.PdsFhir;

/// <summary>
/// The one access token of the process, in memory only. It is renewed ahead of its end by one request at a time; until the
/// new one is there, the old one is used as long as it is good.
/// </summary>
internal sealed class AccessTokens(TokenEndpoint endpoint, TimeProvider clock)
{
    private readonly Lock gate = new();
    private AccessToken? current;
    private Task<TokenResult>? renewal;
    private TokenResult refusal;
    private DateTimeOffset refusedUntil;

    /// <summary>Whether the last attempt to get a token failed.</summary>
    public bool IsFailing { get; private set; }

    public ValueTask<TokenResult> GetAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (current?.RenewAt > now)
            {
                return new(new TokenResult(current, null));
            }

            if (renewal is null && refusedUntil <= now)
            {
                renewal = RenewAsync();
            }

            if (current?.ExpiresAt > now)
            {
                return new(new TokenResult(current, null));
            }

            return renewal is null ? new(refusal) : new(WaitAsync(renewal, cancellation));
        }
    }

    /// <summary>Forgets a token that PDS refuses, unless it has been replaced meanwhile.</summary>
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

    private static async Task<TokenResult> WaitAsync(Task<TokenResult> renewal, CancellationToken cancellation)
    {
        try
        {
            return await renewal.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return new TokenResult(null, "no access token within the time limit");
        }
    }

    /// <summary>Belongs to nobody's request: whoever started it may hang up while others wait for it.</summary>
    private async Task<TokenResult> RenewAsync()
    {
        await Task.Yield();
        var fetch = await endpoint.FetchAsync();
        var result = fetch.Result;
        lock (gate)
        {
            renewal = null;
            current = result.Token ?? current;
            IsFailing = result.Token is null;
            if (result.Token is null)
            {
                refusal = result;
                refusedUntil = clock.GetUtcNow() + fetch.Pause;
            }
        }

        return result;
    }
}
