using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Patient Search (interactions.md §5). Only patients who are active, alive, not sensitive and verified are returned; an
/// NHS number that was never verified, or was verified too long ago, is verified with PDS first.
/// </summary>
internal sealed class SearchPatient(
    AuditedChange change, IdentifierIndex index, IPdsGateway pds, PdsOptions options, TimeProvider clock) : IInteractionHandler
{
    public async ValueTask<Result<InteractionResult, Failure>> HandleAsync(RequestContext context, CancellationToken cancellation)
    {
        if (!NhsNumber.IsValid(context.Search!.Value))
        {
            return SpineError.InvalidNhsNumber.Because("The NHS number is not ten digits with a valid check digit");
        }

        return await ConflictRetry.RunAsync(() => TrySearchAsync(context, cancellation))
            ?? SpineError.Overloaded.Because("The record is being changed; try again");
    }

    /// <returns>Null when another change to the record came first.</returns>
    private async ValueTask<Result<InteractionResult, Failure>?> TrySearchAsync(RequestContext context, CancellationToken cancellation)
    {
        var records = await ResourceSearch.FindAsync(index, context, cancellation);
        var now = clock.GetUtcNow();
        var active = records.Where(record => record.Envelope.IsActive(now)).ToList();
        if (active.Count > 1)
        {
            throw new CorruptIndexException("More than one active record holds the same NHS number.");
        }

        if (active is not [var match] || match.Envelope.IsHidden)
        {
            return ResourceSearch.Result([]);
        }

        return match.Envelope.NeedsVerification(now, options.VerificationDays)
            ? await VerifyAsync(context, match, cancellation)
            : ResourceSearch.Result([match]);
    }

    /// <summary>Verifies the locally held demographics with PDS; null when another request changed the record in the meantime.</summary>
    private async ValueTask<Result<InteractionResult, Failure>?> VerifyAsync(RequestContext context, StoredRecord record, CancellationToken cancellation)
    {
        var nhsNumber = context.Search!.Value;
        var patient = PatientProfile.Parse(record);
        var local = PatientProfile.Verifiable(patient);
        var answer = await pds.RetrieveAsync(new PdsQuery(nhsNumber, context.Practice.OdsCode, context.Ssp.TraceId, local), cancellation);
        if (answer is PdsResponse.Unavailable { Reason: var reason })
        {
            return SpineError.InternalServerError.Because("PDS unavailable", reason);
        }

        if (answer is not PdsResponse.Found { Record: var held }
            || DemographicsCheck.Validate(held, nhsNumber, local) != DemographicsVerdict.Verified)
        {
            return ResourceSearch.Result([]);
        }

        PatientProfile.MarkVerified(patient);
        var verified = PatientProfile.Next(record, patient, record.Envelope with { Verified = new Verification(clock.GetUtcNow(), "PDS") });
        var result = await change.CommitAsync(context, ResourceSearch.Result([verified]), [verified], [], cancellation);
        return result is null ? null : (Result<InteractionResult, Failure>?)result;
    }
}
