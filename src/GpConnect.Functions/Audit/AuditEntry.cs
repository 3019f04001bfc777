namespace GpConnect.Functions.Audit;

/// <summary>One finished record of the audit trail, as JSON; the trail adds its place in a stream.</summary>
/// <param name="IsOfNobody">Whether it is of a call that was refused before its user was known, so that anybody can cause any number of them.</param>
internal sealed record AuditEntry(byte[] Json, bool IsOfNobody = false)
{
    /// <summary>Member that names the entry. Two records with the same one are one entry, which a crash left twice.</summary>
    public const string Id = "id";

    /// <summary>Member that is true where another process may have written the entry before it crashed.</summary>
    public const string Again = "again";

    /// <summary>A name for a new entry.</summary>
    public static Guid NewId() => Guid.NewGuid();
}
