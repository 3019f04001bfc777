using GpConnect.Foundations.Records;

namespace GpConnect.Importing.Records;

/// <summary>
/// States that an operator set by hand or by a batch trace, recognised by the activity of their provenance. A later import does not
/// undo them: a mark made in a hurry to protect a patient has to outlive tonight's file. Of a mark and its removal, the later one
/// counts. Once a mark is removed, the files decide again.
/// </summary>
internal static class OperatorOverrides
{
    public const string Deactivate = "patient deactivate";
    public const string Reactivate = "patient reactivate";
    public const string MarkSensitive = "patient mark-sensitive";
    public const string MarkDeceased = "patient mark-deceased";
    public const string Merge = "patient merge";
    public const string Unmerge = "patient unmerge";

    /// <summary>A batch trace found that PDS restricts the record (spine-clients.md §3.3).</summary>
    public const string TracedSensitive = "import dbs: sensitive";

    public const string UnmarkTraced = "patient unmark-traced";

    private const string OffOption = " --off";

    public static Envelope Keep(Envelope stored, Envelope incoming) => incoming with
    {
        Active = incoming.Active && !IsDeactivated(stored),
        Sensitive = incoming.Sensitive || IsMarkedSensitive(stored),
        Deceased = incoming.Deceased ?? (IsMarkedDeceased(stored) ? stored.Deceased : null),
        SupersededBy = IsMerged(stored) ? stored.SupersededBy : incoming.SupersededBy,
    };

    public static bool IsDeactivated(Envelope stored) => !stored.Active && Last(stored, Deactivate, Reactivate) is { Activity: Deactivate };

    public static bool IsMerged(Envelope stored) => stored.SupersededBy is not null && Last(stored, Merge, Unmerge) is { Activity: Merge };

    /// <summary>By hand or by a batch trace.</summary>
    public static bool IsMarkedSensitive(Envelope stored) => stored.Sensitive && LastSensitive(stored) is { Activity: MarkSensitive or TracedSensitive };

    public static bool IsMarkedDeceased(Envelope stored) => stored.Deceased is not null && Last(stored, MarkDeceased, Off(MarkDeceased)) is { Activity: MarkDeceased };

    /// <summary>Provenance of the batch trace that marked the record sensitive; null when it is not sensitive for that reason.</summary>
    public static Provenance? BatchTraceOf(Envelope stored) =>
        stored.Sensitive && LastSensitive(stored) is { Activity: TracedSensitive } traced ? traced : null;

    /// <summary>
    /// Whether a mark was removed after the last change by the activity. The file of an import may state the same as the mark, so it has
    /// to be applied again even if it is unchanged.
    /// </summary>
    public static bool IsUndoneSince(Envelope stored, string activity) =>
        stored.Provenance.Reverse().TakeWhile(entry => entry.Activity != activity).Any(entry => IsUndoing(entry.Activity));

    /// <summary>
    /// Whether an import wrote the record after the last of the marks was set. Its file may have stated the same as the mark, and the
    /// record does not say so.
    /// </summary>
    public static bool IsImportedSince(Envelope stored, params ReadOnlySpan<string> marks) =>
        Last(stored, [RecordWriter.Activity, .. marks]) is { Activity: RecordWriter.Activity };

    /// <summary>Whether the command removes a mark that an import followed.</summary>
    public static bool IsRemovalDoubtful(Envelope stored, string command, bool isOff) => (command, isOff) switch
    {
        (Reactivate, _) => IsImportedSince(stored, Deactivate),
        (Unmerge, _) => IsImportedSince(stored, Merge),
        (MarkSensitive, true) => IsImportedSince(stored, MarkSensitive, TracedSensitive),
        (MarkDeceased, true) => IsImportedSince(stored, MarkDeceased),
        _ => false,
    };

    /// <summary>The activity of a change that removes a mark.</summary>
    public static string Off(string mark) => $"{mark}{OffOption}";

    private static bool IsUndoing(string activity) =>
        activity is Reactivate or Unmerge or UnmarkTraced || activity.EndsWith(OffOption, StringComparison.Ordinal);

    private static Provenance? LastSensitive(Envelope stored) => Last(stored, MarkSensitive, Off(MarkSensitive), TracedSensitive, UnmarkTraced);

    private static Provenance? Last(Envelope stored, params ReadOnlySpan<string> activities)
    {
        for (var index = stored.Provenance.Count - 1; index >= 0; index--)
        {
            if (activities.Contains(stored.Provenance[index].Activity))
            {
                return stored.Provenance[index];
            }
        }

        return null;
    }
}
