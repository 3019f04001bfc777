using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Registration;
using GpConnect.Foundations.Resources;
using GpConnect.Provider.Requests;
using Hl7.Fhir.Model;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Stores a registration: the record, its index entry and the audit entry are one transaction (register-patient.md §8, §9).
/// </summary>
internal sealed class RegistrationWriter(AuditedChange change, RegistrationOptions options, TimeProvider clock)
{
    /// <returns>The result; null when another request changed the person's records first.</returns>
    public ValueTask<InteractionResult?> WriteAsync(
        RequestContext context, RegistrationRequest request, PdsRecord pds, IdentifierEntry entry, StoredRecord? lapsed, string organization, CancellationToken cancellation)
    {
        var record = Build(context, request, pds, entry.Token, lapsed, organization);

        // The entry is written even if its ids stay the same, so that two registrations of one person collide on it.
        var ids = lapsed is null ? [.. entry.Ids, record.Key.Id] : entry.Ids;
        return change.CommitAsync(context, Result(record), [record], [entry with { Ids = ids }], cancellation);
    }

    /// <summary>The result of the registration that created the record.</summary>
    public static InteractionResult Result(StoredRecord record) => new(SearchsetBundle.WriteProfiled(record.Body), [record.Key.Reference]);

    private StoredRecord Build(RequestContext context, RegistrationRequest request, PdsRecord pds, string token, StoredRecord? lapsed, string organization)
    {
        var start = Seconds(clock.GetUtcNow());
        var end = start.AddDays(options.RegistrationDays);
        var patient = TemporaryRegistration.Build(request, pds, OfSamePerson(lapsed, pds), organization, start, end);
        var key = lapsed?.Key ?? new RecordKey(context.Practice.OdsCode, "Patient", Guid.NewGuid().ToString());
        var envelope = new Envelope
        {
            Version = 0,
            ActiveUntil = end,
            Dissent = lapsed?.Envelope.Dissent ?? false,
            Verified = new Verification(start, "PDS"),
            Identifiers = [token],
        }.Following(lapsed?.Envelope, ProvenanceOf(context, request, start));
        return new StoredRecord(key, envelope, PatientProfile.Write(patient, key.Id, envelope.Version), lapsed?.Tag);
    }

    /// <summary>
    /// The lapsed Patient if it is the person of the PDS record, else null. A record may carry another person's number by mistake; its
    /// next of kin would then be the wrong person's.
    /// </summary>
    private static Patient? OfSamePerson(StoredRecord? lapsed, PdsRecord pds) =>
        lapsed is not null && PatientProfile.Parse(lapsed) is var held && VerificationRule.IsVerified(PatientProfile.Verifiable(held), pds) ? held : null;

    private static Provenance ProvenanceOf(RequestContext context, RegistrationRequest request, DateTimeOffset at) => new()
    {
        At = at,
        Activity = context.Interaction.Id,
        TraceId = context.Ssp.TraceId,
        ConsumerAsid = context.Ssp.From,
        UserId = context.Caller.Practitioner.Id,
        UserName = context.Caller.Practitioner.Name,
        UserRoleProfile = context.Caller.Practitioner.SdsRoleProfileId,
        OrganisationOdsCode = context.Caller.Organization.OdsCode,
        Request = request.Fingerprint,
    };

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
