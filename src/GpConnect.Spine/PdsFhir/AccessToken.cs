using GpConnect.Foundations.Errors;

namespace GpConnect.Spine.PdsFhir;

/// <param name="RenewAt">From then on a new token is fetched, while this one is still valid.</param>
internal sealed record AccessToken(string Value, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Reveals nothing of the token, should it ever be logged.</summary>
    public override string ToString() => nameof(AccessToken);
}

/// <summary>The outcome of one request for a token.</summary>
/// <param name="RepeatAfter">The wait before it may be repeated; null when it may not.</param>
/// <param name="Pause">How long no other request is sent.</param>
internal sealed record AccessTokenFetch(Result<AccessToken, string> Result, TimeSpan? RepeatAfter = null, TimeSpan Pause = default);
