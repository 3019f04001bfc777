using System.Globalization;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Resources;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>
/// The rules for the submitted Patient, in the order of register-patient.md §3. Errors for which the suite expects 400 are distinct
/// from those for which it expects 422.
/// </summary>
internal static class RegistrationRules
{
    public static Result<RegistrationRequest, Failure> Check(Patient patient, string fingerprint, DateTimeOffset now)
    {
        if (!RegistrationIdentifiers.Check(patient.Identifier).Try(out var nhsNumber, out var failure)
            || !RegistrationTelecom.Check(patient.Telecom).Try(out var telecom, out failure)
            || !RegistrationAddress.Check(patient.Address).Try(out var address, out failure)
            || !RegistrationElements.Check(patient).Try(out var communications, out failure)
            || !CheckName(patient.Name, now).Try(out var name, out failure)
            || !CheckBirthDate(patient.BirthDate, now).Try(out var birthDate, out failure))
        {
            return failure;
        }

        return new RegistrationRequest(nhsNumber, name, birthDate, patient.Gender, telecom, address, communications.SingleOrDefault())
        {
            Fingerprint = fingerprint,
        };
    }

    private static Result<HumanName, Failure> CheckName(List<HumanName> names, DateTimeOffset now)
    {
        var official = names.Where(name => name.Use == HumanName.NameUse.Official && Periods.Contains(name.Period, now)).ToList();
        if (official is not [var name])
        {
            return SpineError.BadRequest.Because(official.Count == 0
                ? "Patient.name: there is no active name with the use official"
                : "Patient.name: there is more than one active name with the use official");
        }

        if (string.IsNullOrWhiteSpace(name.Family))
        {
            return SpineError.BadRequest.Because("Patient.name: the official name has no family name");
        }

        return name.Given.Any(given => !string.IsNullOrWhiteSpace(given))
            ? name
            : SpineError.BadRequest.Because("Patient.name: the official name has no given name");
    }

    private static Result<string, Failure> CheckBirthDate(string? birthDate, DateTimeOffset now)
    {
        if (birthDate is null)
        {
            return SpineError.BadRequest.Because("Patient.birthDate is missing");
        }

        if (!DateOnly.TryParseExact(birthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return SpineError.BadRequest.Because("Patient.birthDate is not a full date");
        }

        return date <= DateOnly.FromDateTime(now.UtcDateTime)
            ? birthDate
            : SpineError.BadRequest.Because("Patient.birthDate is in the future");
    }
}
