namespace GpConnect.Foundations.Audit;

/// <summary>
/// Counts records whose entry the trail already has. A crash can leave such a record; at least one of the two is then marked
/// <see cref="AuditEntry.Again"/>. Uses eight bytes of memory per entry.
/// </summary>
internal sealed class AuditDuplicates
{
    private readonly List<long> ids = [];
    private readonly HashSet<long> again = [];

    public long Count => ids.Where(again.Contains).CountBy(id => id).Sum(found => found.Value - 1L);

    public void Note(AuditLabel label)
    {
        if (label.Id is not { } id)
        {
            return;
        }

        var number = BitConverter.ToInt64(id.ToByteArray());
        ids.Add(number);
        if (label.IsAgain)
        {
            again.Add(number);
        }
    }
}
