using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;

namespace GpConnect.Importing.Records;

/// <summary>What the store needs of a resource from a file. The parsed resource is left out, because it is large.</summary>
/// <param name="Identifiers">Tokens of the identifiers that searches find it by.</param>
/// <param name="Digest">Hash of the state and the content as the file gives them.</param>
internal sealed record IncomingRecord(
    RecordKey Key,
    Envelope State,
    IReadOnlyList<string> Identifiers,
    IReadOnlyList<LocalReference> References,
    ServedContent Content,
    string Digest);
