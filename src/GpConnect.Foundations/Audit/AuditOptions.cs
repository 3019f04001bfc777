using GpConnect.Foundations.Settings;

namespace GpConnect.Foundations.Audit;

/// <summary>How the ends of the audit trail are anchored.</summary>
internal sealed record AuditOptions : FeatureOptions
{
    /// <summary>
    /// Key that signs the ends of the audit trail's streams, base64 of at least 32 bytes. Anyone who can change the trail should
    /// not have it. Not set by default.
    /// </summary>
    public string? AuditKey { get; init; }

    /// <summary>
    /// File to which the ends of the audit trail's streams are appended, on another machine or medium than the trail. Not set by
    /// default: they are written to the log only.
    /// </summary>
    public string? AuditAnchorFile { get; init; }

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        if (AuditKey is not null && !OptionRules.IsKey(AuditKey))
        {
            yield return $"AuditKey must be base64 of at least {OptionRules.MinimumKey} bytes";
        }
    }
}
