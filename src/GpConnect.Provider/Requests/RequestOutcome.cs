using GpConnect.Foundations.Errors;

namespace GpConnect.Provider.Requests;

/// <summary>How a request ends: its response, and what the audit trail and the telemetry say of it.</summary>
/// <param name="Failure">Null when the interaction succeeded.</param>
/// <param name="Resources">See <see cref="InteractionResult"/>.</param>
/// <param name="IsAudited">Whether a change has taken the audit entry with it.</param>
internal sealed record RequestOutcome(FhirResponse Response, Failure? Failure, IReadOnlyList<string> Resources, bool IsAudited = false);
