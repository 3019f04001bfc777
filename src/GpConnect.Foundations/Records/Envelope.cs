using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpConnect.Foundations.Records;

/// <summary>
/// The state of a record that the rules need without parsing the resource, and that no caller may see. Patient states have no
/// meaning for other resource types.
/// </summary>
internal sealed record Envelope
{
    public const int CurrentSchema = 1;

    /// <summary>
    /// Version of this layout. Older versions are read, newer ones refused; <see cref="CurrentSchema"/> is written.
    /// </summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The resource's <c>meta.versionId</c>; incremented with every change.</summary>
    public required long Version { get; init; }

    /// <summary>False for a patient who has left the practice.</summary>
    public bool Active { get; init; } = true;

    /// <summary>End of a registration, from which the record counts as inactive (register-patient.md §8).</summary>
    public DateTimeOffset? ActiveUntil { get; init; }

    /// <summary>Date of death, full or partial; null for a living patient.</summary>
    public string? Deceased { get; init; }

    public bool Sensitive { get; init; }

    /// <summary>Logical id of the record that this one was merged into.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Dissent to share. Stored for other capabilities; Foundations does not apply it (interactions.md §4).</summary>
    public bool Dissent { get; init; }

    /// <summary>
    /// Why the record is not served although its state allows it; null when it may be served. An import sets it, or the removal of an
    /// operator's mark; the next import of the record sets it again.
    /// </summary>
    public string? Withheld { get; init; }

    /// <summary>How the NHS number was verified; null if it never was.</summary>
    public Verification? Verified { get; init; }

    /// <summary>Keyed hashes of the identifiers under which this record is indexed; see <see cref="IdentifierHashes"/>.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>The origins of the versions written through an API or command, oldest first.</summary>
    public IReadOnlyList<Provenance> Provenance { get; init; } = [];

    /// <exception cref="NewerSchemaException">A newer release wrote the envelope, so its members may have another meaning.</exception>
    public static Envelope Read(ReadOnlySpan<byte> json)
    {
        var envelope = JsonSerializer.Deserialize(json, EnvelopeJson.Default.Envelope)!;
        return envelope.Schema <= CurrentSchema
            ? envelope
            : throw new NewerSchemaException($"A newer release wrote a record (schema {envelope.Schema}; this release supports {CurrentSchema}).");
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this with { Schema = CurrentSchema }, EnvelopeJson.Default.Envelope);

    /// <summary>This state as the next version of a record, with its origin.</summary>
    /// <param name="previous">The stored version; null for the first one.</param>
    /// <param name="provenance">Null for a change that no user requested, such as a verification.</param>
    public Envelope Following(Envelope? previous, Provenance? provenance = null)
    {
        var earlier = previous?.Provenance ?? [];
        return this with { Version = (previous?.Version ?? 0) + 1, Provenance = provenance is null ? earlier : [.. earlier, provenance] };
    }

    /// <summary>Whether the record may leave the server through a read or a search (interactions.md §4, §5).</summary>
    public bool IsServable(DateTimeOffset now) => IsActive(now) && !IsHidden && Verified is not null;

    /// <summary>Whether no caller may see the record, even if it is active and verified.</summary>
    [JsonIgnore]
    public bool IsHidden => Deceased is not null || Sensitive || Withheld is not null;

    /// <summary>Whether the NHS number was never verified, or so long ago that it must be verified again.</summary>
    /// <param name="days">Days after which a verification expires; null for never.</param>
    public bool NeedsVerification(DateTimeOffset now, int? days) =>
        Verified is not { } verified || days is { } age && now - verified.At >= TimeSpan.FromDays(age);

    /// <summary>
    /// Active and not merged into another record. Checks the end of a registration too, so no job is needed to make it lapse.
    /// </summary>
    public bool IsActive(DateTimeOffset now) => Active && SupersededBy is null && (ActiveUntil is not { } end || now < end);
}

/// <param name="At">When the NHS number was verified.</param>
/// <param name="Source">What verified it, for example <c>import</c> or <c>PDS</c>.</param>
internal sealed record Verification(DateTimeOffset At, string Source);

/// <summary>
/// The user and system that wrote a version, stored with the record (transport.md §6). Names and roles are those at the time.
/// </summary>
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

    /// <summary>Why an operator changed the record. Free text, so it is stored with the record and never in the audit trail.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Digest of the imported content: importing the same content again changes nothing, whatever has happened to the record since.
    /// For a batch trace, the SHA-256 of the response, so that its changes can be undone.
    /// </summary>
    public string? Content { get; init; }

    /// <summary>Digest of the request that registered the patient: a repetition of the request gets the same answer.</summary>
    public string? Request { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
