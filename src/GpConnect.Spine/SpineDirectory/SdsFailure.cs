namespace GpConnect.Spine.SpineDirectory;

/// <summary>Why the Spine Directory gives no usable answer.</summary>
/// <param name="Message">A sentence for the operator.</param>
internal sealed record SdsFailure(SdsFailureKind Kind, string Message);

internal enum SdsFailureKind
{
    /// <summary>The organisation is not registered for the interaction.</summary>
    NotOffered,

    /// <summary>The organisation's records do not give exactly one service root and one ASID.</summary>
    Misconfigured,

    /// <summary>SDS cannot be reached, refuses the request, or answers with something other than records.</summary>
    Unavailable,
}
