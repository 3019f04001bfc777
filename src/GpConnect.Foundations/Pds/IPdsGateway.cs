namespace GpConnect.Foundations.Pds;

/// <summary>
/// The provider's way to the Personal Demographics Service (sds-and-pds.md §3). Implementations keep nothing
/// beyond the call and log nothing of what PDS returns.
/// </summary>
internal interface IPdsGateway
{
    ValueTask<PdsAnswer> RetrieveAsync(PdsQuery query, CancellationToken cancellation);
}

/// <summary>What PDS answered: one of the nested cases.</summary>
internal abstract record PdsAnswer
{
    private PdsAnswer()
    {
    }

    internal sealed record Found(PdsRecord Record) : PdsAnswer
    {
        /// <summary>Whatever gateway it came from, without text that cannot be served.</summary>
        public PdsRecord Record { get; } = Record.Servable();
    }

    internal sealed record NotFound : PdsAnswer;

    /// <param name="Reason">For the log and the audit trail; without patient data.</param>
    internal sealed record Unavailable(string Reason) : PdsAnswer;
}
