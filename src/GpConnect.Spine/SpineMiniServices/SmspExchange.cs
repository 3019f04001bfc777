using GpConnect.Spine.Connections;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>The outcome of sending a request: one of the nested cases.</summary>
internal abstract record SmspExchange
{
    private SmspExchange()
    {
    }

    /// <summary>The service itself answered, possibly with a SOAP fault.</summary>
    internal sealed record Answered(SmspResponse Reply) : SmspExchange;

    /// <param name="Reason">For the log; without patient data.</param>
    /// <param name="RepeatAfter">The wait before the request may be repeated; null when it may not (spine-clients.md §1.6).</param>
    internal sealed record Failed(string Reason, TimeSpan? RepeatAfter = null) : SmspExchange
    {
        /// <summary>What the failure says about the service.</summary>
        public PdsSign Sign { get; init; } = PdsSign.Silence;
    }
}
