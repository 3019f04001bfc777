using GpConnect.Foundations.Errors;

namespace GpConnect.Provider.Requests;

/// <summary>How a request ends: its response, and what the audit trail and the telemetry record of it.</summary>
/// <param name="Failure">Null when the interaction succeeded.</param>
/// <param name="Resources">See <see cref="InteractionResult"/>.</param>
/// <param name="IsAudited">Whether the audit entry was already committed together with a change.</param>
internal sealed record RequestOutcome(FhirResponse Response, Failure? Failure, IReadOnlyList<string> Resources, bool IsAudited = false);
