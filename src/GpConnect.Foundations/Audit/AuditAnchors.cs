using System.ComponentModel.DataAnnotations;
using GpConnect.Foundations.Background;
using GpConnect.Foundations.Observability;

namespace GpConnect.Foundations.Audit;

/// <summary>
/// Writes where the streams end: to the log, which telemetry copies elsewhere, and to a file that should be on another machine or
/// medium than the trail.
/// </summary>
internal sealed partial class AuditAnchors(AuditHeads heads, AuditOptions options, BackgroundTasks tasks, TimeProvider clock, ILogger<AuditAnchors> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly byte[]? key = options.AuditKey is null ? null : Convert.FromBase64String(options.AuditKey);

    /// <summary>Checks that the file can be written, before any work that will need an anchor in it.</summary>
    /// <exception cref="ValidationException">The file cannot be written.</exception>
    public static void RequireFile(AuditOptions options)
    {
        try
        {
            if (options.AuditAnchorFile is { } file)
            {
                OwnerOnly.AppendAllText(file, "");
            }
        }
        catch (Exception exception) when (FileErrors.IsExpected(exception))
        {
            throw new ValidationException($"{nameof(options.AuditAnchorFile)}: {FileErrors.Describe(exception, options.AuditAnchorFile)}", exception);
        }
    }

    /// <summary>Anchors the streams that have grown since the last call.</summary>
    /// <returns>The anchors, as JSON.</returns>
    public IReadOnlyList<string> Write()
    {
        var anchors = new List<string>();
        foreach (var (stream, head) in heads.Take())
        {
            var anchor = AuditAnchor.Of(stream, head, key, clock.GetUtcNow()).ToJson();
            LogAnchor(logger, anchor);
            if (options.AuditAnchorFile is { } file)
            {
                OwnerOnly.AppendAllText(file, anchor + '\n');
            }

            anchors.Add(anchor);
        }

        return anchors;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        TryWrite();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        tasks.RunAsync("audit anchors", () => WriteRepeatedlyAsync(stoppingToken), stoppingToken);

    private async Task WriteRepeatedlyAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            TryWrite();
        }
    }

    private void TryWrite()
    {
        try
        {
            Write();
        }
        catch (Exception exception) when (FileErrors.IsExpected(exception))
        {
            // The log has the anchors, so requests are served regardless.
            LogFailed(logger, exception.GetType().Name);
        }
    }

    [LoggerMessage(EventId = EventIds.AuditAnchor, Level = LogLevel.Information, Message = "Audit anchor {Anchor}")]
    private static partial void LogAnchor(ILogger logger, string anchor);

    [LoggerMessage(EventId = EventIds.AnchorFileFailed, Level = LogLevel.Error, Message = "The file of audit anchors cannot be written: {Exception}")]
    private static partial void LogFailed(ILogger logger, string exception);
}
