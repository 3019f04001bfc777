using GpConnect.Foundations.Errors;
namespace GpConnect.Spine.SpineDirectory;

/// <summary>
/// The Spine Directory Service (SDS), over LDAP or over its FHIR API. Returns every record that matches; <see cref="SdsSession"/>
/// checks that there is exactly one. ODS codes are upper-case.
/// </summary>
internal interface ISpineDirectory : IDisposable
{
    /// <summary>
    /// The message handling endpoints of an organisation for an interaction, one for each value of <c>nhsMhsEndPoint</c>.
    /// </summary>
    Task<Result<MhsRecord[], SdsFailure>> FindMhsAsync(string odsCode, string interaction, CancellationToken cancellation);

    /// <summary>The accredited systems of an organisation that match a query.</summary>
    Task<Result<AsRecord[], SdsFailure>> FindAsAsync(AsQuery query, CancellationToken cancellation);
}

/// <param name="Endpoint">The service root as the directory holds it; null when it is missing.</param>
internal sealed record MhsRecord(string? Endpoint, string? PartyKey);

internal sealed record AsRecord(string? Asid, string? PartyKey);

/// <param name="PartyKey">
/// The party key of the MHS record that the system belongs to; systems without the interaction may share it (sds-and-pds.md §1.3).
/// </param>
/// <param name="Supplier">ODS code of the system's manufacturer (sds-and-pds.md §1.5).</param>
internal sealed record AsQuery(string OdsCode, string Interaction, string? PartyKey = null, string? Supplier = null);
