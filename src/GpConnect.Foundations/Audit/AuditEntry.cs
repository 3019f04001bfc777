namespace GpConnect.Foundations.Audit;

/// <summary>One finished record of the audit trail, as JSON; the trail adds its place in a stream.</summary>
/// <param name="IsUnidentified">Whether it is of a call that was refused before its user was known, so that anybody can cause any number of them.</param>
internal sealed record AuditEntry(byte[] Json, bool IsUnidentified = false)
{
    /// <summary>Member that names the entry. It is made once, with the entry: records with the same id are one entry.</summary>
    public const string Id = "id";

    /// <summary>Member that says what made the entry: a call, an operator, or the trail itself.</summary>
    public const string Kind = "kind";

    /// <summary>Member that is true where another process may have written the entry before it crashed; it stands first.</summary>
    public const string Again = "again";

    public static Guid NewId() => Guid.NewGuid();
}
