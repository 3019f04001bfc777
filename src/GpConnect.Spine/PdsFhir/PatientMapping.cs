using System.Globalization;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Pds;
using GpConnect.Foundations.Terminology;

namespace GpConnect.Spine.PdsFhir;

/// <summary>Maps a PDS FHIR Patient to the gateway's record (spine-clients.md §1.4 and §1.5).</summary>
internal static partial class PatientMapping
{
    public const string Type = "Patient";

    private const string Unrestricted = "U";
    private const string Redacted = "REDACTED";

    private static readonly string[] Genders = ["male", "female", "other", "unknown"];

    /// <param name="asked">The NHS number that was looked up.</param>
    /// <returns>Null when the answer must not be relied on.</returns>
    public static PdsRecord? Map(PdsPatient patient, string asked, DateTimeOffset now)
    {
        if (patient.ResourceType != Type || !TryNumber(patient, out var number) || !DeathMapping.Try(patient, out var death))
        {
            return null;
        }

        // Without a label it is unknown what may be disclosed.
        var labels = Items(patient.Meta?.Security).Select(label => label.Code).OfType<string>().ToList();
        if (labels.Count == 0)
        {
            return null;
        }

        // For an old number PDS returns the record with the person's new number, without any other mark.
        var isSuperseded = number != asked;
        var today = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var name = CurrentName(patient, today);
        return new PdsRecord
        {
            NhsNumber = number,
            IsSuperseded = isSuperseded,
            SupersededBy = isSuperseded ? number : null,
            IsInvalid = labels.Contains(Redacted),
            IsSensitive = labels.Exists(label => label is not (Unrestricted or Redacted)),
            BirthDate = DateForm().IsMatch(patient.BirthDate ?? "") ? patient.BirthDate : null,
            DeathDate = death,
            Family = name?.Family,
            Given = Texts(name?.Given),
            Prefix = Texts(name?.Prefix),
            Gender = Genders.Contains(patient.Gender) ? patient.Gender : null,
            Address = HomeAddress(patient, today),
            Phone = Telecom(patient, "phone", today),
            Email = Telecom(patient, "email", today),
            RegisteredPracticeOds = Practice(patient, today),
        };
    }

    private static bool TryNumber(PdsPatient patient, out string number)
    {
        number = patient.Id ?? "";
        var id = number;
        return NhsNumber.IsValid(id)
            && Items(patient.Identifier).Where(identifier => identifier.System == IdentifierSystems.NhsNumber).All(identifier => identifier.Value == id);
    }

    /// <summary>The usual name whose period includes today, else the first: an ended usual name is still the person's name.</summary>
    private static PdsName? CurrentName(PdsPatient patient, string today)
    {
        var common = Items(patient.Name).Where(name => name.Use == "usual").ToList();
        return common.Find(name => IsCurrent(name.Period, today)) ?? common.FirstOrDefault();
    }

    private static PdsAddress? HomeAddress(PdsPatient patient, string today) =>
        Items(patient.Address).FirstOrDefault(address => address.Use == "home" && IsCurrent(address.Period, today)) is { } home
            ? new PdsAddress(Texts(home.Line), null, null, home.PostalCode)
            : null;

    private static string? Telecom(PdsPatient patient, string system, string today) => Items(patient.Telecom)
        .Where(telecom => telecom.System == system && telecom.Use != "temp" && IsCurrent(telecom.Period, today))
        .Select(telecom => PdsText.Of(telecom.Value))
        .FirstOrDefault(value => value is not null);

    private static string? Practice(PdsPatient patient, string today) =>
        Items(patient.GeneralPractitioner).FirstOrDefault()?.Identifier is { } practice && !HasEnded(practice.Period, today) ? practice.Value : null;

    private static bool IsCurrent(PdsPeriod? period, string today) =>
        !HasEnded(period, today) && (period?.Start is not { } start || string.CompareOrdinal(DatePart(start), today) <= 0);

    private static bool HasEnded(PdsPeriod? period, string today) =>
        period?.End is { } end && string.CompareOrdinal(DatePart(end), today) < 0;

    public static string DatePart(string time) => time.Split('T')[0];

    private static List<string> Texts(IReadOnlyList<string?>? texts) => [.. Items(texts)];

    public static IEnumerable<T> Items<T>(IReadOnlyList<T?>? list)
        where T : class => list?.OfType<T>() ?? [];

    [GeneratedRegex(@"\A[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DateForm();
}
