namespace GpConnect.Foundations.Pds;

/// <summary>
/// The provider's way to the Personal Demographics Service (sds-and-pds.md §3). Implementations keep nothing
/// beyond the call and log nothing of what PDS returns.
/// </summary>
internal interface IPdsGateway
{
    ValueTask<PdsResponse> RetrieveAsync(PdsQuery query, CancellationToken cancellation);
}

/// <summary>What PDS answered: one of the nested cases.</summary>
internal abstract record PdsResponse
{
    private PdsResponse()
    {
    }

    internal sealed record Found(PdsRecord Record) : PdsResponse
    {
        /// <summary>Whatever gateway it came from, without text that cannot be served.</summary>
        public PdsRecord Record { get; } = Record.Servable();
    }

    internal sealed record NotFound : PdsResponse;

    /// <param name="Reason">For the log and the audit trail; without patient data.</param>
    internal sealed record Unavailable(string Reason) : PdsResponse;
}
