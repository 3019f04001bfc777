namespace GpConnect.Foundations.Pds;

/// <summary>
/// The provider's access to the Personal Demographics Service (sds-and-pds.md §3). Implementations keep no data after the call and
/// log nothing that PDS returns.
/// </summary>
internal interface IPdsGateway
{
    ValueTask<PdsResponse> RetrieveAsync(PdsQuery query, CancellationToken cancellation);
}

/// <summary>The answer of PDS: one of the nested cases.</summary>
internal abstract record PdsResponse
{
    private PdsResponse()
    {
    }

    internal sealed record Found(PdsRecord Record) : PdsResponse
    {
        /// <summary>The record without text that cannot be served, whichever gateway it came from.</summary>
        public PdsRecord Record { get; } = Record.WithoutUnservableText();
    }

    internal sealed record NotFound : PdsResponse;

    /// <param name="Reason">For the log and the audit trail; without patient data.</param>
    internal sealed record Unavailable(string Reason) : PdsResponse;
}
