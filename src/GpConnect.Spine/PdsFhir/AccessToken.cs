using GpConnect.Foundations.Errors;

namespace GpConnect.Spine.PdsFhir;

/// <param name="RenewAt">From then on a new one is fetched, while this one is still good.</param>
internal sealed record AccessToken(string Value, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Nothing of the token, should it ever be logged.</summary>
    public override string ToString() => nameof(AccessToken);
}

/// <summary>What became of one request for a token.</summary>
/// <param name="RepeatAfter">When it may be sent once more; null for never.</param>
/// <param name="Pause">How long no other is sent.</param>
internal sealed record AccessTokenFetch(Result<AccessToken, string> Result, TimeSpan? RepeatAfter = null, TimeSpan Pause = default);
