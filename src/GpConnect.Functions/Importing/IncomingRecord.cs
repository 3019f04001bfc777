using GpConnect.Functions.Resources;
using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Importing;

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
