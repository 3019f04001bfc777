namespace GpConnect.Spine.PdsFhir;

/// <summary>
/// Whether a PDS FHIR Patient has died (spine-clients.md §1.4). Any one of several marks is enough: a person whom one of them calls dead
/// is not registered.
/// </summary>
internal static class DeathMapping
{
    private const string Notification = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus";
    private const string Removal = "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration";
    private const string Informal = "1";
    private const string Formal = "2";
    private const string TakenBack = "U";
    private const string RemovedByDeath = "DEA";

    /// <param name="death">The date of death; empty when PDS does not give it, null when the person is alive.</param>
    /// <returns>False for a mark that is not understood, or a removal because of death without its required date.</returns>
    public static bool Try(PdsPatient patient, out string? death)
    {
        var notifications = Extensions(patient, Notification);
        death = patient.DeceasedDateTime is { } time ? PatientMapping.DatePart(time) : Notified(notifications) ?? Stated(patient);
        if (death is not null)
        {
            return true;
        }

        if (!notifications.TrueForAll(parts => Has(parts, TakenBack)))
        {
            return false;
        }

        if (Extensions(patient, Removal).Find(parts => Has(parts, RemovedByDeath)) is not { } removal)
        {
            return true;
        }

        death = removal.Find(part => part.Url == "effectiveTime")?.ValuePeriod?.Start is { } start ? PatientMapping.DatePart(start) : null;
        return death is not null;
    }

    private static string? Notified(List<List<PdsExtension>> notifications) =>
        notifications.Find(parts => Has(parts, Informal) || Has(parts, Formal)) is { } parts
            ? PatientMapping.DatePart(parts.Find(part => part.Url == "systemEffectiveDate")?.ValueDateTime ?? "")
            : null;

    /// <summary>A death without a date: PDS states only that the person has died, or gives a reason in place of the date.</summary>
    private static string? Stated(PdsPatient patient) =>
        patient.DeceasedBoolean is true || patient.DeceasedDateTimeElement is not null || patient is { DeceasedBoolean: null, DeceasedBooleanElement: not null } ? "" : null;

    /// <summary>The parts of each extension with the URL.</summary>
    private static List<List<PdsExtension>> Extensions(PdsPatient patient, string url) =>
        [.. PatientMapping.Items(patient.Extension).Where(extension => extension.Url == url).Select(extension => PatientMapping.Items(extension.Extension).ToList())];

    private static bool Has(List<PdsExtension> parts, string code) =>
        parts.SelectMany(part => PatientMapping.Items(part.ValueCodeableConcept?.Coding)).Any(coding => coding.Code == code);
}
