namespace GpConnect.Functions.Importing.BatchTrace;

/// <summary>A response that was read and found to answer a request of the practice.</summary>
/// <param name="Hash">SHA-256 of the file.</param>
internal sealed record TraceResponse(
    TraceSource Source,
    string Practice,
    string Hash,
    TraceContent Content,
    TracePatients Patients,
    DateTimeOffset Requested);
