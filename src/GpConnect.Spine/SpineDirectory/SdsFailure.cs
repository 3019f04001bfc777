namespace GpConnect.Spine.SpineDirectory;

/// <summary>Why the Spine Directory gives no answer that can be used.</summary>
/// <param name="Message">For the operator: a sentence.</param>
internal sealed record SdsFailure(SdsFailureKind Kind, string Message);

internal enum SdsFailureKind
{
    /// <summary>The organisation is not registered for the interaction.</summary>
    NotOffered,

    /// <summary>One service root and one ASID do not follow from the organisation's records.</summary>
    Misconfigured,

    /// <summary>SDS cannot be reached, refuses the request, or answers with something other than records.</summary>
    Unavailable,
}
