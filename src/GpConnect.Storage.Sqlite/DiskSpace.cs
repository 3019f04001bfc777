using GpConnect.Foundations;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// The space on the embedded store's disk. Some of it is held back by a file, which is deleted when everything else is used up:
/// from then on it is for the audit trail and the operator (ADR 0015).
/// </summary>
internal sealed partial class DiskSpace
{
    private const long Megabyte = 1024 * 1024;

    private readonly Lock gate = new();
    private readonly ILogger logger;
    private readonly DriveInfo drive;
    private readonly FileInfo reserve;
    private readonly long reserveBytes;
    private readonly long warningBytes;
    private DiskState state;

    public DiskSpace(EmbeddedStoreOptions options, Instruments instruments, ILogger<DiskSpace> logger)
    {
        this.logger = logger;
        drive = new DriveInfo(Path.GetFullPath(options.DataFolder));
        reserve = new FileInfo(Path.Combine(options.DataFolder, "reserve"));
        reserveBytes = options.DiskReserveMegabytes * Megabyte;
        warningBytes = options.DiskWarningMegabytes * Megabyte;
        instruments.Meter.CreateObservableGauge("gpconnect.disk.free", () => drive.AvailableFreeSpace, "By", "Free space on the disk of the embedded store");
    }

    /// <summary>Looks at the disk, which takes microseconds, and releases the reserve or takes it back.</summary>
    public DiskState Measure()
    {
        lock (gate)
        {
            var free = drive.AvailableFreeSpace;
            var found = !HoldsReserve(free) ? DiskState.Reserve : free < warningBytes ? DiskState.Low : DiskState.Ample;
            if (found != state)
            {
                state = found;
                Announce(free / Megabyte);
            }

            return found;
        }
    }

    /// <exception cref="StoreFullException">The reserve is in use, and it is not for records.</exception>
    public void RequireForChange() => Require(Measure() < DiskState.Reserve);

    /// <summary>What anybody can make the provider write ends where the space begins to be short; the rest is for calls of known users.</summary>
    /// <exception cref="StoreFullException">It is.</exception>
    public void RequireForUnidentified() => Require(Measure() < DiskState.Low);

    private static void Require(bool isThere)
    {
        if (!isThere)
        {
            throw new StoreFullException();
        }
    }

    /// <summary>Other processes may have the same folder, so the file itself is what they agree by.</summary>
    private bool HoldsReserve(long free)
    {
        reserve.Refresh();
        if (reserve.Exists && free < reserveBytes / 2)
        {
            reserve.Delete();
            return false;
        }

        // Not before there is as much again, or it would come and go.
        return reserve.Exists || (free >= 2 * reserveBytes && TryTake());
    }

    private bool TryTake()
    {
        try
        {
            OwnerOnly.Ensure(reserve.FullName);
            using var file = reserve.Open(new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = reserveBytes });

            // Allocated already; now that much shows in a listing, too.
            file.SetLength(reserveBytes);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else has just taken it, or nobody can.
            reserve.Refresh();
            return reserve.Exists;
        }
    }

    private void Announce(long megabytes)
    {
        switch (state)
        {
            case DiskState.Reserve:
                LogReserve(logger, megabytes);
                break;
            case DiskState.Low:
                LogLow(logger, megabytes);
                break;
            default:
                LogAmple(logger, megabytes);
                break;
        }
    }

    [LoggerMessage(EventId = EventIds.DiskFull, Level = LogLevel.Critical, Message = "The disk of the data folder is full but for its reserve: {Megabytes} MB. Nothing is registered or imported until there is more")]
    private static partial void LogReserve(ILogger logger, long megabytes);

    [LoggerMessage(EventId = EventIds.DiskLow, Level = LogLevel.Warning, Message = "The disk of the data folder is nearly full: {Megabytes} MB. Calls of unknown users are no longer audited and answer 500")]
    private static partial void LogLow(ILogger logger, long megabytes);

    [LoggerMessage(EventId = EventIds.DiskAmple, Level = LogLevel.Information, Message = "The disk of the data folder has space again: {Megabytes} MB")]
    private static partial void LogAmple(ILogger logger, long megabytes);
}

internal enum DiskState
{
    Ample,

    /// <summary>Below the warning: somebody has to make space.</summary>
    Low,

    /// <summary>The reserve is in use, or there was never space for it.</summary>
    Reserve,
}
