using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>
/// The state of a Patient as expressed in FHIR. It decides what is served, so it is moved from the resource to the envelope
/// (samples/README.md).
/// </summary>
internal static class PatientState
{
    /// <summary>Source of the verification of an imported NHS number.</summary>
    public const string ImportSource = "import";

    private const string Confidentiality = "http://hl7.org/fhir/v3/Confidentiality";
    private const string RecordState = "https://gpconnect-foundations.example/record-state";
    private const string Dissent = "dissent-to-share";

    public static IEnumerable<string> Errors(Patient patient)
    {
        if (patient.Deceased is not (null or FhirDateTime))
        {
            yield return "Patient.deceased is not a dateTime";
        }

        // An unknown label might restrict access.
        if (patient.Meta?.Security.TrueForAll(label => label is { System: Confidentiality, Code: "U" or "L" or "M" or "N" or "R" or "V" }) is false)
        {
            yield return "Patient.meta.security holds a label that is not a Confidentiality code";
        }

        if (patient.Link.Count > 0 && Replacement(patient) is null)
        {
            yield return "Patient.link is not one link of type replaced-by to a relative Patient";
        }
    }

    /// <summary>Moves the state of a valid Patient to an envelope.</summary>
    public static Envelope Take(Patient patient, List<LocalReference> references)
    {
        var end = RegistrationDetailsRules.End(RegistrationDetails.Of(patient));
        var envelope = new Envelope
        {
            Version = 0,
            Active = patient.Active ?? true,
            ActiveUntil = end is null ? null : Periods.After(end),
            Deceased = (patient.Deceased as FhirDateTime)?.Value,
            Sensitive = patient.Meta?.Security.Exists(label => label.Code is "R" or "V") is true,
            SupersededBy = Replacement(patient),
            Dissent = patient.Meta?.Tag.Exists(tag => tag is { System: RecordState, Code: Dissent }) is true,
            Verified = NhsNumberVerificationStatus.Of(patient.Identifier[0]) == NhsNumberVerificationStatus.Verified
                ? new Verification(default, ImportSource)
                : null,
        };
        if (patient.BirthDate is null)
        {
            envelope = envelope with { Withheld = "Patient.birthDate is missing" };
        }

        if (envelope.SupersededBy is { } survivor)
        {
            references.Add(new LocalReference("Patient.link", "Patient", survivor));
        }

        // A served record is active; an inactive record is never served.
        patient.Active = true;
        patient.Deceased = null;
        patient.Link = [];
        return envelope;
    }

    private static string? Replacement(Patient patient) =>
        patient.Link is [{ Type: Patient.LinkType.ReplacedBy, Other.Reference: { } reference }]
        && reference.Split('/') is ["Patient", { Length: > 0 } id]
        && id != patient.Id
            ? id
            : null;
}
