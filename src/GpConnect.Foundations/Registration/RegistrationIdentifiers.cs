using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>The identifiers of a submitted Patient: the NHS number is found by its system, never by position.</summary>
internal static class RegistrationIdentifiers
{
    public static Result<string, Failure> Check(List<Identifier> identifiers)
    {
        // A single incomplete identifier is reported as incomplete, not as a missing NHS number (register-patient.md §3).
        if (identifiers is [var sole] && !IsComplete(sole))
        {
            return Incomplete();
        }

        var numbers = identifiers.Where(identifier => identifier.System == IdentifierSystems.NhsNumber).ToList();
        if (numbers.Count > 1)
        {
            return SpineError.InvalidResource.Because("Patient.identifier: there is more than one NHS number");
        }

        if (numbers.Count == 0 || !NhsNumber.IsValid(numbers[0].Value))
        {
            return SpineError.InvalidNhsNumber.Because(numbers.Count == 0
                ? $"Patient.identifier: there is no NHS number, which has the system {IdentifierSystems.NhsNumber}"
                : "Patient.identifier: the NHS number is not ten digits with a valid check digit");
        }

        if (!identifiers.TrueForAll(IsComplete))
        {
            return Incomplete();
        }

        // The profile forbids these on the NHS number; a use of "old" or an ended period would make the number doubtful.
        return numbers[0] is { Use: null, Type: null, Period: null, Assigner: null }
            ? numbers[0].Value!
            : SpineError.InvalidResource.Because("Patient.identifier: use, type, period and assigner are not allowed on the NHS number");
    }

    private static bool IsComplete(Identifier identifier) =>
        !string.IsNullOrWhiteSpace(identifier.System) && !string.IsNullOrWhiteSpace(identifier.Value);

    private static Failure Incomplete() => SpineError.BadRequest.Because("Patient.identifier: every identifier needs a system and a value");
}
