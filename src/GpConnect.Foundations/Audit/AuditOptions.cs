using GpConnect.Foundations.Settings;

namespace GpConnect.Foundations.Audit;

/// <summary>How the ends of the audit trail are anchored.</summary>
internal sealed record AuditOptions : FeatureOptions
{
    /// <summary>Key that the ends of the audit trail's streams are signed with, base64 of at least 32 bytes. Who can change the trail should not have it. Not set by default.</summary>
    public string? AuditKey { get; init; }

    /// <summary>File that the ends of the audit trail's streams are appended to, on another machine or medium than the trail. Not set by default: they are in the log only.</summary>
    public string? AuditAnchorFile { get; init; }

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        if (AuditKey is not null && !OptionRules.IsKey(AuditKey))
        {
            yield return $"AuditKey is base64 of at least {OptionRules.MinimumKey} bytes";
        }
    }
}
