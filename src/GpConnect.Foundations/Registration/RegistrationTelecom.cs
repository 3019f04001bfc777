using GpConnect.Foundations.Errors;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>The telecoms of a submitted Patient (register-patient.md §5); every error is 400 .</summary>
internal static class RegistrationTelecom
{
    public static Result<IReadOnlyList<ContactPoint>, Failure> Check(List<ContactPoint> telecoms)
    {
        if (telecoms.Select(Error).FirstOrDefault(error => error is not null) is { } error)
        {
            return SpineError.BadRequest.Because($"Patient.telecom: {error}");
        }

        var phones = telecoms.Where(telecom => telecom.System == ContactPoint.ContactPointSystem.Phone).ToList();
        if (phones.DistinctBy(phone => phone.Use).Count() != phones.Count)
        {
            return SpineError.BadRequest.Because("Patient.telecom: there is more than one phone with the same use");
        }

        return telecoms.Count - phones.Count <= 1
            ? telecoms
            : SpineError.BadRequest.Because("Patient.telecom: there is more than one email");
    }

    private static string? Error(ContactPoint telecom)
    {
        if (telecom.System is not (ContactPoint.ContactPointSystem.Phone or ContactPoint.ContactPointSystem.Email))
        {
            return "every entry needs the system phone or email";
        }

        if (string.IsNullOrWhiteSpace(telecom.Value))
        {
            return "every entry needs a value";
        }

        return telecom.System == ContactPoint.ContactPointSystem.Phone && telecom.Use is null or ContactPoint.ContactPointUse.Old
            ? "a phone needs the use home, work, mobile or temp"
            : null;
    }
}
