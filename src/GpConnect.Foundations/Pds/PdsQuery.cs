namespace GpConnect.Foundations.Pds;

/// <summary>Whom to look up on PDS, and for whom.</summary>
/// <param name="NhsNumber">A structurally valid NHS number.</param>
/// <param name="Practice">ODS code of the practice that asks.</param>
/// <param name="TraceId">The trace id of the call that asks, to find it again at the other end.</param>
/// <param name="Presented">The demographics that are to be verified; a gateway may need them to ask (spine-clients.md §2.2).</param>
internal sealed record PdsQuery(string NhsNumber, string Practice, string TraceId, VerifiableDemographics Presented)
{
    /// <summary>Nothing of the person, should the query ever be logged.</summary>
    public override string ToString() => nameof(PdsQuery);
}
