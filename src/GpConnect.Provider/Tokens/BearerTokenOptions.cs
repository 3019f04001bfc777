using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Settings;

namespace GpConnect.Provider.Tokens;

/// <summary>Settings that vary the checks of a token's claims (transport.md §5).</summary>
internal sealed record BearerTokenOptions : FeatureOptions
{
    /// <summary>
    /// Whether the claim <c>aud</c> must equal the practice's service root. Off by default; needs
    /// <see cref="ServiceRootOptions.PublicHost"/>.
    /// </summary>
    public bool CheckAudience { get; init; }

    /// <summary>
    /// Whether the scope of a token must match the interaction in read or write only, so that <c>organization/*.read</c> is enough
    /// for a patient search, and the reverse. Off by default.
    /// </summary>
    public bool MatchScopeByAccess { get; init; }

    /// <summary>Seconds for which an expired token is still accepted, 0 to 60. The default is 0.</summary>
    [Range(0, 60)]
    public int TokenLeewaySeconds { get; init; }

    /// <summary>How many seconds ahead of the clock <c>iat</c> may lie, at least 300. Unlimited by default .</summary>
    [Range(300, int.MaxValue)]
    public int? TokenMaximumFutureSeconds { get; init; }

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        if (CheckAudience && settings.Get<ServiceRootOptions>().PublicHost is null)
        {
            yield return "CheckAudience needs PublicHost";
        }
    }
}
