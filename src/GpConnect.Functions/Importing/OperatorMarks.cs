using GpConnect.Functions.Storage;

namespace GpConnect.Functions.Importing;

/// <summary>
/// States that an operator set by hand or by a batch trace. An import that brings the record in a newer version does not take them back:
/// a mark made in a hurry to protect somebody has to outlive tonight's file.
/// </summary>
internal static class OperatorMarks
{
    public const string Deactivate = "patient deactivate";
    public const string MarkSensitive = "patient mark-sensitive";
    public const string MarkDeceased = "patient mark-deceased";
    public const string Merge = "patient merge";

    /// <summary>A batch trace found that PDS restricts the record (spine-clients.md §3.3).</summary>
    public const string TracedSensitive = "import dbs: sensitive";

    public static Envelope Keep(Envelope stored, Envelope incoming) => incoming with
    {
        Active = incoming.Active && (stored.Active || !Did(stored, Deactivate)),
        Sensitive = incoming.Sensitive || stored.Sensitive && (Did(stored, MarkSensitive) || Did(stored, TracedSensitive)),
        Deceased = incoming.Deceased ?? (Did(stored, MarkDeceased) ? stored.Deceased : null),
        SupersededBy = Did(stored, Merge) && stored.SupersededBy is not null ? stored.SupersededBy : incoming.SupersededBy,
    };

    private static bool Did(Envelope stored, string command) => stored.Provenance.Any(entry => entry.Activity == command);
}
