using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;

namespace GpConnect.Foundations.Practices;

/// <summary>
/// The Organization resource of the practice itself, which has the practice's ODS code. It is the managing organisation of every
/// Patient, so a practice without it cannot serve patients and is not switched on.
/// </summary>
internal sealed class OwnOrganizations(IResourceStore store, IdentifierHashes tokens)
{
    public const string Missing = "the practice has no Organization of its own, which is one with the practice's ODS code";

    /// <returns>Its logical id; null when there is none, or more than one.</returns>
    public async ValueTask<string?> FindAsync(string odsCode, CancellationToken cancellation)
    {
        var token = tokens.Of(odsCode, "Organization", IdentifierSystems.OdsOrganizationCode, odsCode);
        return (await store.FindAsync(odsCode, "Organization", token, cancellation)).Ids is [var id] ? id : null;
    }
}
