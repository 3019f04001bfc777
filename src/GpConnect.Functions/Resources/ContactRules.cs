using Hl7.Fhir.Model;

namespace GpConnect.Functions.Resources;

/// <summary>People to be contacted about a patient (resources.md §2.4).</summary>
internal static class ContactRules
{
    public static string? Fault(Patient.ContactComponent contact)
    {
        if (contact.Name is not { Use: not null, Family: not null })
        {
            return "Patient.contact.name needs use and family";
        }

        if (contact.Organization is not null)
        {
            return "Patient.contact.organization is not allowed";
        }

        if (!contact.Relationship.TrueForAll(relationship => relationship.Coding.Count == 0 && !string.IsNullOrWhiteSpace(relationship.Text)))
        {
            return "Patient.contact.relationship is not a text without coding";
        }

        return ElementRules.Telecom("Patient.contact.telecom", contact.Telecom, needsUse: true)
            ?? ElementRules.Address("Patient.contact.address", [contact.Address], needsUse: true);
    }
}
