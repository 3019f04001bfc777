using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpConnect.Foundations.Records;

/// <summary>
/// What the rules need to know of a record without parsing it, and what no caller may see.
/// Patient states mean nothing on other resource types.
/// </summary>
internal sealed record Envelope
{
    public const int CurrentSchema = 1;

    /// <summary>Version of this layout. Older ones are read, newer ones refused, the newest is written.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The resource's <c>meta.versionId</c>; grows by one with every change.</summary>
    public required long Version { get; init; }

    /// <summary>False for a patient who has left.</summary>
    public bool Active { get; init; } = true;

    /// <summary>End of a registration; from then on the record counts as inactive (register-patient.md §8).</summary>
    public DateTimeOffset? ActiveUntil { get; init; }

    /// <summary>Date of death, full or partial; null while the patient lives.</summary>
    public string? Deceased { get; init; }

    public bool Sensitive { get; init; }

    /// <summary>Logical id of the record that this one was merged into.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Dissent to share. Kept for other capabilities: Foundations does not apply it (interactions.md §4).</summary>
    public bool Dissent { get; init; }

    /// <summary>
    /// Why an import keeps the record without serving it; null when nothing speaks against serving. Only an import sets it, and
    /// the next one that brings the record sets it again.
    /// </summary>
    public string? Withheld { get; init; }

    /// <summary>How the NHS number was verified; null while it never was.</summary>
    public Verification? Verified { get; init; }

    /// <summary>Keyed hashes of the identifiers that lead to this record; see <see cref="IdentifierHashes"/>.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>Who wrote the versions of this record through an API or command, oldest first.</summary>
    public IReadOnlyList<Provenance> Provenance { get; init; } = [];

    /// <exception cref="NewerSchemaException">A newer release wrote it: what it says here may mean something else.</exception>
    public static Envelope Read(ReadOnlySpan<byte> json)
    {
        var envelope = JsonSerializer.Deserialize(json, EnvelopeJson.Default.Envelope)!;
        return envelope.Schema <= CurrentSchema
            ? envelope
            : throw new NewerSchemaException($"A newer release wrote a record (schema {envelope.Schema}; this one knows {CurrentSchema}).");
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this with { Schema = CurrentSchema }, EnvelopeJson.Default.Envelope);

    /// <summary>This state as the next version of a record, with what made it.</summary>
    /// <param name="previous">The stored version; null for the first one.</param>
    /// <param name="provenance">Null for a change that nobody asked for, such as a verification.</param>
    public Envelope Following(Envelope? previous, Provenance? provenance = null)
    {
        var earlier = previous?.Provenance ?? [];
        return this with { Version = (previous?.Version ?? 0) + 1, Provenance = provenance is null ? earlier : [.. earlier, provenance] };
    }

    /// <summary>Whether the record may leave the server through a read or a search (interactions.md §4, §5).</summary>
    public bool IsServable(DateTimeOffset now) => IsActive(now) && !IsHidden && Verified is not null;

    /// <summary>Whether nobody may see the record, however active and verified it is.</summary>
    [JsonIgnore]
    public bool IsHidden => Deceased is not null || Sensitive || Withheld is not null;

    /// <summary>Whether the NHS number was never verified, or so long ago that it is to be verified again.</summary>
    /// <param name="days">After how many days; null for never.</param>
    public bool NeedsVerification(DateTimeOffset now, int? days) =>
        Verified is not { } verified || days is { } age && now - verified.At >= TimeSpan.FromDays(age);

    /// <summary>Active and not merged away; the end of a registration is judged here, so nothing has to run for it to lapse.</summary>
    public bool IsActive(DateTimeOffset now) => Active && SupersededBy is null && (ActiveUntil is not { } end || now < end);
}

/// <param name="At">When the NHS number was verified.</param>
/// <param name="Source">What verified it, for example <c>import</c> or <c>PDS</c>.</param>
internal sealed record Verification(DateTimeOffset At, string Source);

/// <summary>Who entered a version, kept with the record (transport.md §6). Names and roles stay as they were at the time.</summary>
internal sealed record Provenance
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The interaction id, or the operator's command.</summary>
    public required string Activity { get; init; }

    public string? TraceId { get; init; }

    public string? ConsumerAsid { get; init; }

    public string? UserId { get; init; }

    public string? UserName { get; init; }

    public string? UserRoleProfile { get; init; }

    public string? OrganisationOdsCode { get; init; }

    /// <summary>Why an operator changed the record. Free text, so it stays with the record and out of the audit trail.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Digest of what an import brought: the same content again is nothing new, whatever has happened to the record since. Of a
    /// batch trace, the SHA-256 of the response, so that what it marked can be taken back.
    /// </summary>
    public string? Content { get; init; }

    /// <summary>Digest of the request that registered the patient: the same request again is answered as the first time.</summary>
    public string? Request { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
