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
/// Register Patient (register-patient.md): reads and judges the body, asks PDS, then looks at the local index. It creates a
/// temporary registration or re-activates a lapsed one; PDS itself is never changed.
/// </summary>
internal sealed class RegisterPatient(
    IPdsGateway pds, IdentifierIndex index, OwnOrganizations organizations, RegistrationWriter writer, TimeProvider clock) : IInteractionHandler
{
    /// <summary>How often another change to the same person's records is accepted before the store counts as overloaded.</summary>
    private const int Attempts = 5;

    public async ValueTask<Result<Reply>> HandleAsync(Call call, CancellationToken cancellation)
    {
        var reading = await RegistrationBody.ReadAsync(call.Request, cancellation);
        if (!reading.Try(out var body, out var failure))
        {
            return failure;
        }

        call.Audit.Sought = body.Patient.Identifier.Find(identifier => identifier.System == IdentifierSystems.NhsNumber)?.Value;
        if (!RegistrationRules.Check(body.Patient, Fingerprint(call, body.Bytes), clock.GetUtcNow()).Try(out var request, out failure))
        {
            return failure;
        }

        var query = new PdsQuery(request.NhsNumber, call.Practice.OdsCode, call.Ssp.TraceId, request.Verifiable);
        var answer = await pds.RetrieveAsync(query, cancellation);
        if (!PdsRules.Check(answer, request).Try(out var record, out failure))
        {
            return failure;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var held = await index.FindAsync(call.Practice.OdsCode, "Patient", IdentifierSystems.NhsNumber, request.NhsNumber, cancellation);
            if (!DuplicateRules.Check(held, request, record, clock.GetUtcNow()).Try(out var decision, out failure))
            {
                return failure;
            }

            if (decision.Registered is { } registered)
            {
                return RegistrationWriter.Reply(call, registered);
            }

            if (await organizations.FindAsync(call.Practice.OdsCode, cancellation) is not { } organization)
            {
                // Stored data that cannot make up a valid resource (interactions.md C15).
                return SpineError.InternalServerError.Because($"Nobody can be registered: {OwnOrganizations.Missing}");
            }

            // A conflict means that somebody else registered or changed this person: look again and decide anew.
            if (await writer.WriteAsync(call, request, record, held.Entry, decision.Lapsed, organization, cancellation) is { } reply)
            {
                return reply;
            }
        }

        return SpineError.Overloaded.Because("The records of this person are being changed; try again");
    }

    private static string Fingerprint(Call call, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', call.Ssp.TraceId, call.Ssp.From, call.Caller.Practitioner.Id, "")));
        hash.AppendData(body);
        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }
}
