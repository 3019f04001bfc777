using GpConnect.Spine.Connections;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>What came of sending a request: one of the nested cases.</summary>
internal abstract record SmspExchange
{
    private SmspExchange()
    {
    }

    /// <summary>The service has answered in its own words, a fault among them.</summary>
    internal sealed record Answered(SmspResponse Reply) : SmspExchange;

    /// <param name="Reason">For the log; without patient data.</param>
    /// <param name="RepeatAfter">When the request may be repeated; null if never (spine-clients.md §1.6).</param>
    internal sealed record Failed(string Reason, TimeSpan? RepeatAfter = null) : SmspExchange
    {
        /// <summary>What it says of the service.</summary>
        public PdsSign Sign { get; init; } = PdsSign.Silence;
    }
}
