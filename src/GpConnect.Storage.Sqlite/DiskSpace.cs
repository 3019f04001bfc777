using GpConnect.Foundations;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

/// <summary>
/// The space on the embedded store's disk. The file <c>reserve</c> holds some of it back. It is deleted when the rest is nearly
/// used up; the space is then for the audit trail and the operator only (ADR 0015).
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
    private bool hadReserve;

    public DiskSpace(EmbeddedStoreOptions options, Instruments instruments, ILogger<DiskSpace> logger)
    {
        this.logger = logger;
        drive = new DriveInfo(Path.GetFullPath(options.DataFolder));
        reserve = new FileInfo(Path.Combine(options.DataFolder, "reserve"));
        reserveBytes = options.DiskReserveMegabytes * Megabyte;
        warningBytes = options.DiskWarningMegabytes * Megabyte;
        instruments.Meter.CreateObservableGauge("gpconnect.disk.free", () => drive.AvailableFreeSpace, "By", "Free space on the disk of the embedded store");
    }

    /// <summary>Reads the free space, which takes microseconds, and releases or re-creates the reserve accordingly.</summary>
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

    /// <exception cref="StoreFullException">The reserve is in use; changes of records may not use it.</exception>
    public void RequireForChange() => Require(Measure() < DiskState.Reserve);

    /// <summary>
    /// Any caller can cause audit entries without an identified user, so these stop when space becomes low. The rest is for
    /// requests of identified users.
    /// </summary>
    /// <exception cref="StoreFullException">Free space is below the warning.</exception>
    public void RequireForUnidentified() => Require(Measure() < DiskState.Low);

    private static void Require(bool hasSpace)
    {
        if (!hasSpace)
        {
            throw new StoreFullException();
        }
    }

    /// <summary>Other processes may use the same folder, so the existence of the file is the state they share.</summary>
    private bool HoldsReserve(long free)
    {
        reserve.Refresh();
        hadReserve |= reserve.Exists;
        if (reserve.Exists && free < reserveBytes / 2)
        {
            reserve.Delete();
            return false;
        }

        // Re-create the reserve only when twice its size is free; otherwise it would flap.
        return reserve.Exists || (free >= 2 * reserveBytes && TryCreateReserve());
    }

    private bool TryCreateReserve()
    {
        try
        {
            OwnerOnly.Ensure(reserve.FullName);
            using var file = reserve.Open(new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = reserveBytes });

            // The space is already allocated; this makes a directory listing show the size.
            file.SetLength(reserveBytes);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process has just created it, or it cannot be created.
            reserve.Refresh();
            return reserve.Exists;
        }
    }

    private void Announce(long megabytes)
    {
        switch (state)
        {
            case DiskState.Reserve when hadReserve:
                LogReserve(logger, megabytes);
                break;
            case DiskState.Reserve:
                LogNoReserve(logger, megabytes);
                break;
            case DiskState.Low:
                LogLow(logger, megabytes);
                break;
            default:
                LogAmple(logger, megabytes);
                break;
        }
    }

    [LoggerMessage(EventId = EventIds.DiskFull, Level = LogLevel.Critical, Message = "The disk of the data folder is full except for the reserve: {Megabytes} MB free. Nothing is registered or imported until there is more")]
    private static partial void LogReserve(ILogger logger, long megabytes);

    [LoggerMessage(EventId = EventIds.NoDiskReserve, Level = LogLevel.Critical, Message = "The data folder has no reserve for the audit trail: {Megabytes} MB are free, less than twice the reserve, or its file cannot be made. Nothing is registered or imported until it is there")]
    private static partial void LogNoReserve(ILogger logger, long megabytes);

    [LoggerMessage(EventId = EventIds.DiskLow, Level = LogLevel.Warning, Message = "The disk of the data folder is nearly full: {Megabytes} MB free. Requests of unidentified users are no longer audited and answer 500")]
    private static partial void LogLow(ILogger logger, long megabytes);

    [LoggerMessage(EventId = EventIds.DiskAmple, Level = LogLevel.Information, Message = "The disk of the data folder has space again: {Megabytes} MB free")]
    private static partial void LogAmple(ILogger logger, long megabytes);
}

internal enum DiskState
{
    Ample,

    /// <summary>Free space is below the warning: the operator has to free some.</summary>
    Low,

    /// <summary>The reserve has been released, or there was never space for it.</summary>
    Reserve,
}
