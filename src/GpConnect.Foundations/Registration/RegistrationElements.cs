using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Registration;

/// <summary>
/// Refuses every element that register-patient.md §2 does not list: it would be lost, or its meaning would be ignored. Only
/// <c>id</c> is accepted and dropped.
/// </summary>
internal static class RegistrationElements
{
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "id", "meta", "extension", "identifier", "name", "telecom", "gender", "birthDate", "address",
    };

    private static readonly HashSet<string> AllowedInMeta = new(StringComparer.Ordinal) { "profile", "versionId", "lastUpdated" };

    public static Result<IReadOnlyList<Extension>, Failure> Check(Patient patient)
    {
        var forbidden = Names(patient, Allowed, "Patient.").ToList();
        if (patient.Meta is { } meta)
        {
            forbidden.AddRange(Names(meta, AllowedInMeta, "Patient.meta."));
        }

        if (forbidden.Count > 0)
        {
            return SpineError.InvalidResource.Because($"Not allowed in a registration: {string.Join(", ", forbidden)}");
        }

        if (patient.Meta?.Profile.Any() == true && patient.Meta.Profile.All(profile => profile != PatientProfile.Url))
        {
            return SpineError.InvalidResource.Because($"Patient.meta.profile does not hold {PatientProfile.Url}");
        }

        if (RegistrationTexts.Error(patient) is { } tooLong)
        {
            return SpineError.InvalidResource.Because(tooLong);
        }

        return CheckExtensions(patient);
    }

    private static Result<IReadOnlyList<Extension>, Failure> CheckExtensions(Patient patient)
    {
        if (!patient.Extension.TrueForAll(extension => extension.Url == NhsCommunication.Url))
        {
            return SpineError.InvalidResource.Because("Patient.extension: only nhsCommunication is allowed in a registration");
        }

        if (patient.Extension.Count > 1)
        {
            return SpineError.InvalidResource.Because("Patient.extension: nhsCommunication is given more than once");
        }

        if (patient.Extension is [var communication] && NhsCommunication.Error(communication) is { } error)
        {
            return SpineError.InvalidResource.Because($"Patient.extension: {error}");
        }

        var carriers = ElementTree.Children(patient).Where(child => child is not Extension and not Identifier);
        if (carriers.Any(ElementTree.HasExtension) || patient.Identifier.Exists(HasUnexpectedExtension) || patient.Extension.Exists(HasExtensionInPart))
        {
            return SpineError.InvalidResource.Because("An extension is not allowed there in a registration");
        }

        return patient.Extension;
    }

    private static IEnumerable<string> Names(Base element, HashSet<string> allowed, string path) =>
        element.EnumerateElements().Select(pair => pair.Key).Where(name => !allowed.Contains(name)).Select(name => path + name);

    private static bool HasUnexpectedExtension(Identifier identifier) =>
        identifier.Extension.Exists(extension => extension.Url != NhsNumberVerificationStatus.Url)
        || ElementTree.Children(identifier).Where(child => child is not Extension).Any(ElementTree.HasExtension);

    /// <summary>The parts of nhsCommunication are themselves extensions; their values must not have any.</summary>
    private static bool HasExtensionInPart(Extension communication) =>
        communication.Extension.Exists(part => ElementTree.Children(part).Any(ElementTree.HasExtension));
}
