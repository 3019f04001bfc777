using GpConnect.Provider.Hosting;
using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GpConnect.Functions.Worker;

/// <summary>
/// Limits for the requests that the host forwards. It adds headers and escapes the target again, and a forwarded request that the
/// worker refuses would hang for 15 s and be answered 500 (docs/functions-host.md).
/// </summary>
internal static class WorkerLimits
{
    /// <summary>The host grants five seconds from its signal to the end of the process.</summary>
    private const int MaximumDrainSeconds = 3;

    public static void Apply(KestrelServerOptions kestrel, LimitOptions options)
    {
        ServerLimits.Apply(kestrel, options);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeaderCount = 200;
        kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.MaxRequestBufferSize = 256 * 1024;
    }

    public static LimitOptions Of(LimitOptions options) => options with { DrainSeconds = Math.Min(options.DrainSeconds, MaximumDrainSeconds) };
}
