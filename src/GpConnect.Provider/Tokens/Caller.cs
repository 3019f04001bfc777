namespace GpConnect.Provider.Tokens;

/// <summary>The caller, as the bearer token states it; for the audit trail and provenance (transport.md §7).</summary>
/// <param name="IssuedAt">The token's <c>iat</c>, in seconds since 1970.</param>
/// <param name="Claims">All claims of the token as canonical JSON: on one line, in UTF-8, with distinct names.</param>
internal sealed record Caller(
    RequestingDevice Device,
    RequestingOrganization Organization,
    RequestingPractitioner Practitioner,
    string Scope,
    long IssuedAt,
    byte[] Claims);
