namespace GpConnect.Importing.BatchTrace;

/// <summary>A response that was read and answers a request of the practice.</summary>
internal sealed record BatchTraceResponse(
    BatchTraceSource Source,
    string Practice,
    BatchTraceContent Content,
    BatchTracePatients Patients,
    DateTimeOffset Requested);
