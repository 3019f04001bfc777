using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Settings;

namespace GpConnect.Provider.Requests;

/// <summary>Settings that limit how much is processed at once (docs/limits.md).</summary>
internal sealed record LimitOptions : FeatureOptions
{
    /// <summary>Requests processed at once, 1 to 10000; as many again may wait for a moment. The default is 256.</summary>
    [Range(1, 10_000)]
    public int MaximumRequests { get; init; } = 256;

    /// <summary>
    /// Requests of one caller, by its ASID, processed at once, 1 to 10000; as many again may wait for a moment. The default is 128.
    /// </summary>
    [Range(1, 10_000)]
    public int MaximumRequestsPerCaller { get; init; } = 128;

    /// <summary>Connections open at once, 16 to 65536; further ones are closed. The default is 4096.</summary>
    [Range(16, 65_536)]
    public int MaximumConnections { get; init; } = 4096;

    /// <summary>Seconds between the signal to stop and the end of listening, 0 to 20. The default is 2.</summary>
    [Range(0, 20)]
    public int DrainSeconds { get; init; } = 2;
}
