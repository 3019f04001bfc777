namespace GpConnect.Functions.Spine;

/// <summary>Who calls, as the bearer token states it; for the audit trail and provenance (transport.md §7).</summary>
/// <param name="IssuedAt">The token's <c>iat</c>, in seconds since 1970.</param>
/// <param name="Payload">The token's payload as it was received, valid JSON.</param>
internal sealed record Caller(
    RequestingDevice Device,
    RequestingOrganization Organization,
    RequestingPractitioner Practitioner,
    string Scope,
    long IssuedAt,
    byte[] Payload);
