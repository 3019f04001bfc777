using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;

namespace GpConnect.Foundations.Pds;

/// <summary>
/// The embedded stand-in for PDS: a data set of the store, filled by <c>import</c> from CSV in the layout of
/// sds-and-pds.md §5. Its answers do not come from PDS, so the first query logs a warning.
/// </summary>
internal sealed partial class EmbeddedPdsGateway(IPdsDataSet data, ILogger<EmbeddedPdsGateway> logger) : IPdsGateway
{
    private int hasWarned;

    public async ValueTask<PdsResponse> RetrieveAsync(PdsQuery query, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref hasWarned, 1) == 0)
        {
            LogStandIn(logger);
        }

        return await data.FindAsync(query.NhsNumber, cancellation) is { } record ? new PdsResponse.Found(record) : new PdsResponse.NotFound();
    }

    /// <summary>The key of a PDS record in the data set.</summary>
    public static string TokenOf(IdentifierHashes tokens, string nhsNumber) =>
        tokens.Of("PDS", "Patient", IdentifierSystems.NhsNumber, nhsNumber);

    [LoggerMessage(EventId = EventIds.PdsIsStandIn, Level = LogLevel.Warning, Message = "PDS is a stand-in for development and tests: NHS numbers are verified against imported data only")]
    private static partial void LogStandIn(ILogger logger);
}
