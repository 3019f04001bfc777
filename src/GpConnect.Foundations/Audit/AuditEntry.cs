namespace GpConnect.Foundations.Audit;

/// <summary>A complete audit entry, as JSON; the trail makes it a record by adding its position in a stream.</summary>
/// <param name="IsUnidentified">
/// Whether the request was refused before its user was known. Any caller can cause any number of such entries.
/// </param>
internal sealed record AuditEntry(byte[] Json, bool IsUnidentified = false)
{
    /// <summary>Member with the id, which is created with the entry: records with the same id hold the same entry.</summary>
    public const string Id = "id";

    /// <summary>Member with the origin of the entry: a request, an operator, or the trail itself.</summary>
    public const string Kind = "kind";

    /// <summary>
    /// Member that is true if another process may have written the entry before it crashed; it is the first member.
    /// </summary>
    public const string Again = "again";

    public static Guid NewId() => Guid.NewGuid();
}
