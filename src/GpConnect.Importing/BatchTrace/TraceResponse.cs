namespace GpConnect.Importing.BatchTrace;

/// <summary>A response that was read and found to answer a request of the practice.</summary>
internal sealed record TraceResponse(
    TraceSource Source,
    string Practice,
    TraceContent Content,
    TracePatients Patients,
    DateTimeOffset Requested);
