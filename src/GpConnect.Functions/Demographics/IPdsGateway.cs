namespace GpConnect.Functions.Demographics;

/// <summary>
/// The provider's way to the Personal Demographics Service (sds-and-pds.md §3). Implementations keep nothing
/// beyond the call and log nothing of what PDS returns.
/// </summary>
internal interface IPdsGateway
{
    /// <param name="nhsNumber">A structurally valid NHS number.</param>
    /// <param name="traceId">The trace id of the call that asks, to find it again at the other end.</param>
    ValueTask<PdsAnswer> RetrieveAsync(string nhsNumber, string traceId, CancellationToken cancellation);
}

/// <summary>What PDS answered: one of the nested cases.</summary>
internal abstract record PdsAnswer
{
    private PdsAnswer()
    {
    }

    internal sealed record Found(PdsRecord Record) : PdsAnswer;

    internal sealed record NotFound : PdsAnswer;

    /// <param name="Reason">For the log; without patient data.</param>
    internal sealed record Unavailable(string Reason) : PdsAnswer;
}
