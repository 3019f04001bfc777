using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>The rules for the contacts of a patient (resources.md §2.4).</summary>
internal static class ContactRules
{
    public static IEnumerable<string?> Errors(IEnumerable<Patient.ContactComponent> contacts) =>
        contacts.SelectMany((contact, index) => Errors(contact, $"Patient.contact[{index}]"));

    private static List<string?> Errors(Patient.ContactComponent contact, string path) =>
    [
        contact.Name is { Use: not null, Family: not null } ? null : $"{path}.name needs use and family",
        contact.Organization is null ? null : $"{path}.organization is not allowed",
        contact.Relationship.TrueForAll(relationship => relationship.Coding.Count == 0 && !string.IsNullOrWhiteSpace(relationship.Text))
            ? null
            : $"{path}.relationship is not a text without coding",
        .. ElementRules.Telecom($"{path}.telecom", contact.Telecom, needsUse: true),
        .. ElementRules.Address($"{path}.address", contact.Address, needsUse: true),
    ];
}
