using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Registration;
using GpConnect.Foundations.Resources;
using GpConnect.Provider.Requests;
using Hl7.Fhir.Model;

namespace GpConnect.Provider.Interactions;

/// <summary>Stores a registration: the record, its index entry and the audit entry are one transaction (register-patient.md §8, §9).</summary>
internal sealed class RegistrationWriter(CallChange change, RegistrationOptions options, TimeProvider clock)
{
    /// <returns>The answer, or null when somebody else changed the person's records first.</returns>
    public ValueTask<Reply?> WriteAsync(
        Call call, RegistrationRequest request, PdsRecord pds, IdentifierEntry entry, StoredRecord? lapsed, string organization, CancellationToken cancellation)
    {
        var record = Build(call, request, pds, entry.Token, lapsed, organization);

        // The entry is written even when its ids stay the same: two registrations of one person have to meet there.
        var ids = lapsed is null ? [.. entry.Ids, record.Key.Id] : entry.Ids;
        return change.CommitAsync(call, Reply(call, record), [record], [entry with { Ids = ids }], cancellation);
    }

    /// <summary>The answer to the registration that made the record.</summary>
    public static Reply Reply(Call call, StoredRecord record)
    {
        call.Audit.Touch(record.Key.ResourceType, record.Key.Id);
        return new Reply(SearchsetBundle.WriteProfiled(record.Body));
    }

    private StoredRecord Build(Call call, RegistrationRequest request, PdsRecord pds, string token, StoredRecord? lapsed, string organization)
    {
        var start = Seconds(clock.GetUtcNow());
        var end = start.AddDays(options.RegistrationDays);
        var patient = TemporaryRegistration.Build(request, pds, OfSamePerson(lapsed, pds), organization, start, end);
        var key = lapsed?.Key ?? new RecordKey(call.Practice.OdsCode, "Patient", Guid.NewGuid().ToString());
        var version = (lapsed?.Envelope.Version ?? 0) + 1;
        var envelope = new Envelope
        {
            Version = version,
            ActiveUntil = end,
            Dissent = lapsed?.Envelope.Dissent ?? false,
            Verified = new Verification(start, "PDS"),
            Identifiers = [token],
            Provenance = [.. lapsed?.Envelope.Provenance ?? [], ProvenanceOf(call, request, start)],
        };
        return new StoredRecord(key, envelope, PatientProfile.Write(patient, key.Id, version), lapsed?.Tag);
    }

    /// <summary>A record may carry somebody else's number by mistake: then its next of kin would be the wrong person's.</summary>
    private static Patient? OfSamePerson(StoredRecord? lapsed, PdsRecord pds) =>
        lapsed is not null && PatientProfile.Parse(lapsed) is var held && VerificationRule.IsVerified(PatientProfile.Verifiable(held), pds) ? held : null;

    private static Provenance ProvenanceOf(Call call, RegistrationRequest request, DateTimeOffset at) => new()
    {
        At = at,
        Activity = call.Interaction.Id,
        TraceId = call.Ssp.TraceId,
        ConsumerAsid = call.Ssp.From,
        UserId = call.Caller.Practitioner.Id,
        UserName = call.Caller.Practitioner.Name,
        UserRoleProfile = call.Caller.Practitioner.SdsRoleProfileId,
        OrganisationOdsCode = call.Caller.Organization.OdsCode,
        Request = request.Fingerprint,
    };

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
