using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;

namespace GpConnect.Importing.Records;

/// <summary>All that a resource of a file brings to the store, without the parsed resource, which is large.</summary>
/// <param name="Identifiers">Tokens of the identifiers it is found by.</param>
/// <param name="Digest">Of the state and the content, both as the file says them.</param>
internal sealed record IncomingRecord(
    RecordKey Key,
    Envelope State,
    IReadOnlyList<string> Identifiers,
    IReadOnlyList<LocalReference> References,
    ServedContent Content,
    string Digest);
