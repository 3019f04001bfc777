using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Patient Search (interactions.md §5). Only patients who are active, alive, not sensitive and verified are returned; an
/// NHS number that was never verified, or too long ago, is verified with PDS first.
/// </summary>
internal sealed class SearchPatient(
    CallChange change, IdentifierIndex index, IPdsGateway pds, PdsOptions options, TimeProvider clock) : IInteractionHandler
{
    /// <summary>How often a change by somebody else is accepted before the store counts as overloaded.</summary>
    private const int Attempts = 5;

    public async ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation)
    {
        if (!NhsNumber.IsValid(call.Search!.Value))
        {
            return SpineError.InvalidNhsNumber.Because("The NHS number is not ten digits with a valid check digit");
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var records = await ResourceSearch.FindAsync(index, call, cancellation);
            var now = clock.GetUtcNow();
            var active = records.Where(record => record.Envelope.IsActive(now)).ToList();
            if (active.Count > 1)
            {
                throw new InvalidDataException("More than one active record holds the same NHS number.");
            }

            if (active is not [var match] || match.Envelope.IsHidden)
            {
                return ResourceSearch.Reply(call, []);
            }

            if (!match.Envelope.NeedsVerification(now, options.VerificationDays))
            {
                return ResourceSearch.Reply(call, [match]);
            }

            if (await VerifyAsync(call, match, cancellation) is { } outcome)
            {
                return outcome;
            }
        }

        return SpineError.Overloaded.Because("The record is being changed; try again");
    }

    /// <summary>Verifies with the locally held demographics; null when somebody else changed the record meanwhile.</summary>
    private async ValueTask<Result<Reply>?> VerifyAsync(Call call, StoredRecord record, CancellationToken cancellation)
    {
        var nhsNumber = call.Search!.Value;
        var patient = PatientProfile.Parse(record);
        var local = PatientProfile.Verifiable(patient);
        var answer = await pds.RetrieveAsync(new PdsQuery(nhsNumber, call.Practice.OdsCode, call.Ssp.TraceId, local), cancellation);
        if (answer is PdsAnswer.Unavailable { Reason: var reason })
        {
            return SpineError.InternalServerError.Because("PDS unavailable", reason);
        }

        if (answer is not PdsAnswer.Found { Record: var held }
            || DemographicsCheck.Judge(held, nhsNumber, local) != DemographicsVerdict.Verified)
        {
            return ResourceSearch.Reply(call, []);
        }

        PatientProfile.MarkVerified(patient);
        var version = record.Envelope.Version + 1;
        var verified = record with
        {
            Body = PatientProfile.Write(patient, record.Key.Id, version),
            Envelope = record.Envelope with { Version = version, Verified = new Verification(clock.GetUtcNow(), "PDS") },
        };

        if (await change.CommitAsync(call, ResourceSearch.Reply(call, [verified]), [verified], [], cancellation) is { } reply)
        {
            return reply;
        }

        return null;
    }
}
