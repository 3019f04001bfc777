using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Foundations.Practices;

/// <summary>The URLs at which consumers reach the practices (transport.md §1).</summary>
internal sealed record ServiceRootOptions : FeatureOptions
{
    /// <summary>
    /// Path in front of <c>[base]</c>, with <c>{ODS}</c> in the place of the practice's code. The default is
    /// <c>/{ODS}/STU3/1/gpconnect</c>.
    /// </summary>
    [Required, RegularExpression(@"^(/(\{ODS\}|[A-Za-z0-9._~-]+))+$", ErrorMessage = "ServiceRoot must be a path without a trailing slash")]
    public string ServiceRoot { get; init; } = "/{ODS}/STU3/1/gpconnect";

    /// <summary>ODS code of the practice to which a service root without <c>{ODS}</c> belongs. Not set by default.</summary>
    public string? SinglePractice { get; init; }

    /// <summary>
    /// Scheme and host that consumers see, for <c>Content-Location</c>, for example <c>https://provider.nhs.uk</c>. Without it, the
    /// header holds a path.
    /// </summary>
    [RegularExpression("^https?://[^/]+$", ErrorMessage = "PublicHost must be a scheme and a host without a path")]
    public string? PublicHost { get; init; }

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        if (ServiceRoot.Split('/').Contains(Foundations.Practices.ServiceRoot.OdsPlaceholder) == SinglePractice is not null)
        {
            yield return "SinglePractice is required if ServiceRoot has no {ODS}, and not allowed otherwise";
        }
    }
}
