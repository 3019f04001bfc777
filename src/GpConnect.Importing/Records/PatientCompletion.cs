using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Importing.Records;

/// <summary>Completes the Patients of a practice with its Organization and its main surgery.</summary>
/// <param name="organizationId">Logical id of the practice's own Organization.</param>
/// <param name="mainSurgery">Logical id of its main Location; null when it cannot be determined.</param>
internal sealed class PatientCompletion(string organizationId, string? mainSurgery)
{
    public ReadRecord Complete(ReadRecord record)
    {
        if (record.Resource is not { Resource: Patient patient } resource)
        {
            return record;
        }

        var own = $"Organization/{organizationId}";
        patient.ManagingOrganization ??= new ResourceReference(own);
        if (patient.ManagingOrganization.Reference != own)
        {
            return record.With("Patient.managingOrganization is not the practice's own Organization");
        }

        return RegistrationDetailsRules.LacksBranch(RegistrationDetails.Of(patient)) ? AddBranch(record, resource, patient) : record;
    }

    /// <summary>An answer has to name the branch (resources.md §2.2). Without a main surgery to add, the record is not served.</summary>
    private ReadRecord AddBranch(ReadRecord record, ServedResource resource, Patient patient)
    {
        if (mainSurgery is null)
        {
            var reason = $"{RegistrationDetailsRules.BranchPath} is missing, and the practice has several Locations and no mainLocation";
            return record with { Withheld = reason, Resource = resource with { State = resource.State with { Withheld = reason } } };
        }

        if (RegistrationDetails.Of(patient) is not { } details)
        {
            details = new Extension { Url = RegistrationDetails.Url };
            patient.Extension.Add(details);
        }

        details.Extension.Add(new Extension(RegistrationDetails.PreferredBranchSurgery, new ResourceReference($"Location/{mainSurgery}")));
        resource.ResourceValidation.References.Add(new LocalReference(RegistrationDetailsRules.BranchPath, "Location", mainSurgery));
        return record with { Notes = [.. record.Notes, $"{RegistrationDetailsRules.BranchPath} is missing; served as the practice's main surgery"] };
    }
}
