using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Registration;
using GpConnect.Foundations.Terminology;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Register Patient (register-patient.md): checks the body, queries PDS, then searches the local index. It creates a temporary
/// registration or re-activates a lapsed one; PDS itself is never changed.
/// </summary>
internal sealed class RegisterPatient(
    IPdsGateway pds, IdentifierIndex index, OwnOrganizations organizations, RegistrationWriter writer, TimeProvider clock) : IInteractionHandler
{
    public async ValueTask<Result<InteractionResult, Failure>> HandleAsync(RequestContext context, CancellationToken cancellation)
    {
        var body = context.Body!;
        if (!RegistrationRules.Check(body.Patient, Fingerprint(context, body.Bytes), clock.GetUtcNow()).Try(out var request, out var failure))
        {
            return failure;
        }

        var query = new PdsQuery(request.NhsNumber, context.Practice.OdsCode, context.Ssp.TraceId, request.Verifiable);
        var answer = await pds.RetrieveAsync(query, cancellation);
        if (!PdsRules.Check(answer, request).Try(out var record, out failure))
        {
            return failure;
        }

        return await ConflictRetry.RunAsync(() => TryRegisterAsync(context, request, record, cancellation))
            ?? SpineError.Overloaded.Because("The records of this person are being changed; try again");
    }

    /// <returns>Null when another request registered or changed this person first.</returns>
    private async ValueTask<Result<InteractionResult, Failure>?> TryRegisterAsync(
        RequestContext context, RegistrationRequest request, PdsRecord pdsRecord, CancellationToken cancellation)
    {
        var held = await index.FindAsync(context.Practice.OdsCode, "Patient", IdentifierSystems.NhsNumber, request.NhsNumber, cancellation);
        if (!DuplicateRules.Check(held, request, pdsRecord, clock.GetUtcNow()).Try(out var decision, out var failure))
        {
            return failure;
        }

        if (decision.Registered is { } registered)
        {
            return RegistrationWriter.Result(registered);
        }

        if (await organizations.FindAsync(context.Practice.OdsCode, cancellation) is not { } organization)
        {
            // Stored data that cannot build a valid resource (interactions.md C15).
            return SpineError.InternalServerError.Because($"No patient can be registered: {OwnOrganizations.Missing}");
        }

        var result = await writer.WriteAsync(context, request, pdsRecord, held.Entry, decision.Lapsed, organization, cancellation);
        return result is null ? null : (Result<InteractionResult, Failure>?)result;
    }

    private static string Fingerprint(RequestContext context, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', context.Ssp.TraceId, context.Ssp.From, context.Caller.Practitioner.Id, "")));
        hash.AppendData(body);
        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }
}
