namespace GpConnect.Foundations.Pds;

/// <summary>A PDS look-up: for which person, and on whose behalf.</summary>
/// <param name="NhsNumber">A structurally valid NHS number.</param>
/// <param name="Practice">ODS code of the requesting practice.</param>
/// <param name="TraceId">The trace id of the consumer's request, so that the query can be found in the logs of PDS.</param>
/// <param name="Presented">The demographics to be verified; a gateway may need them for its query (spine-clients.md §2.2).</param>
internal sealed record PdsQuery(string NhsNumber, string Practice, string TraceId, VerifiableDemographics Presented)
{
    /// <summary>Holds no personal data, in case the query is ever logged.</summary>
    public override string ToString() => nameof(PdsQuery);
}
