using System.Diagnostics.CodeAnalysis;

namespace GpConnect.Spine.SpineDirectory;

internal enum SdsFaultKind
{
    /// <summary>The organisation is not registered for the interaction.</summary>
    NotOffered,

    /// <summary>Its records in SDS are not such that one service root and one ASID follow from them.</summary>
    Misconfigured,

    /// <summary>SDS cannot be reached, refuses, or answers something else than records.</summary>
    Unavailable,
}

/// <param name="Message">For the operator: a sentence.</param>
internal sealed record SdsFault(SdsFaultKind Kind, string Message);

/// <summary>What SDS says or the reason why it says nothing.</summary>
internal readonly struct SdsResult<T>
    where T : notnull
{
    private readonly T? value;
    private readonly SdsFault? fault;

    private SdsResult(T? value, SdsFault? fault) => (this.value, this.fault) = (value, fault);

    public static implicit operator SdsResult<T>(T value) => new(value, null);

    public static implicit operator SdsResult<T>(SdsFault fault) => new(default, fault);

    public bool Try([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out SdsFault? reason)
    {
        (result, reason) = (value, fault);
        return fault is null;
    }
}
