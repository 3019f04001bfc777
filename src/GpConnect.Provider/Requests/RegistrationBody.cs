using GpConnect.Fhir;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Provider.Requests;

/// <summary>The body of a registration, and the Patient from its Parameters (register-patient.md §1).</summary>
internal sealed record RegistrationBody(byte[] Bytes, Patient Patient)
{
    /// <summary>Largest body in bytes; a registration is a few kilobytes.</summary>
    public const int MaximumLength = 1024 * 1024;

    /// <summary>The NHS number as submitted, valid or not.</summary>
    public string? NhsNumber => Patient.Identifier.Find(identifier => identifier.System == IdentifierSystems.NhsNumber)?.Value;

    private const string ParameterName = "registerPatient";

    public static async ValueTask<Result<RegistrationBody, Failure>> ReadAsync(HttpRequest request, FhirFormat format, CancellationToken cancellation)
    {
        if (await ReadBytesAsync(request, cancellation) is not { } bytes)
        {
            return SpineError.ContentTooLarge.Because($"The body is larger than {MaximumLength} bytes");
        }

        var reading = FhirReader.Read(bytes, format);
        if (!reading.IsValid)
        {
            return Explain(reading.Error);
        }

        return TakePatient(reading.Resource).Try(out var patient, out var failure) ? new RegistrationBody(bytes, patient) : failure;
    }

    private static Failure Explain(FhirError error) =>
        (error.Kind == FhirErrorKind.NotWellFormed ? SpineError.BadRequest : SpineError.InvalidResource).Because($"Body: {error.Description}");

    private static async ValueTask<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaximumLength)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await ReadAsync(request.Body, buffer, cancellation)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaximumLength)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    /// <summary>
    /// Kestrel reports a chunk size that overflows like a failure of the connection, but it is the caller's error (RFC 9112 §7.1).
    /// </summary>
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException && !cancellation.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body is broken", exception);
        }
    }

    private static Result<Patient, Failure> TakePatient(Resource resource)
    {
        if (resource is not Parameters parameters)
        {
            return SpineError.InvalidResource.Because("Body: the resource is not a Parameters");
        }

        var named = parameters.Parameter.Where(parameter => parameter.Name == ParameterName).ToList();
        if (named.Count == 0)
        {
            return SpineError.InvalidParameter.Because($"Parameter {ParameterName} is missing");
        }

        if (named.Count > 1)
        {
            return SpineError.BadRequest.Because($"Parameter {ParameterName} is given more than once");
        }

        if (parameters.Parameter.Count > 1)
        {
            return SpineError.BadRequest.Because($"Only the parameter {ParameterName} is allowed");
        }

        if (named[0].Value is not null || named[0].Part.Count > 0 || named[0].Resource is not Patient patient)
        {
            return SpineError.InvalidResource.Because($"Parameter {ParameterName} does not hold just a Patient resource");
        }

        return patient;
    }
}
