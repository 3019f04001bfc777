namespace GpConnect.Foundations.Observability;

/// <summary>The event ids of log messages. Alerts and searches rely on them, so a number is never reused for another event.</summary>
internal static class EventIds
{
    public const int RequestFailed = 1;
    public const int OutboxWaits = 2;
    public const int StoreOrRecordError = 3;
    public const int StartWithoutStore = 4;
    public const int FilesReloaded = 5;
    public const int FilesKept = 6;
    public const int DiskFull = 7;
    public const int DiskLow = 8;
    public const int DiskAmple = 9;
    public const int Draining = 10;
    public const int PdsIsStandIn = 11;
    public const int AuditAnchor = 12;
    public const int AnchorFileFailed = 13;
    public const int DependencyStatus = 14;
    public const int BackgroundTaskEnded = 15;
    public const int OutboxEntrySetAside = 16;
    public const int NoDiskReserve = 17;
    public const int PdsResponse = 30;
    public const int TokenEndpointSilent = 31;
    public const int TokenEndpointRefused = 32;
    public const int SmspAnswer = 41;
    public const int SmspFailed = 42;
    public const int Request = 70;
}
