using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Demographics;

/// <summary>
/// The embedded stand-in for PDS: a data set of the store, filled by <c>import</c> from CSV in the layout of
/// sds-and-pds.md §5.
/// </summary>
internal sealed class EmbeddedPdsGateway(IPdsDataSet data) : IPdsGateway
{
    public async ValueTask<PdsAnswer> RetrieveAsync(string nhsNumber, string traceId, CancellationToken cancellation) =>
        await data.FindAsync(nhsNumber, cancellation) is { } record ? new PdsAnswer.Found(record) : new PdsAnswer.NotFound();

    /// <summary>The key of a PDS record in the data set.</summary>
    public static string TokenOf(IdentifierTokens tokens, string nhsNumber) =>
        tokens.Of("PDS", "Patient", IdentifierSystems.NhsNumber, nhsNumber);
}
