using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GpConnect.Fhir;
using GpConnect.Foundations.Pds;
using static GpConnect.Spine.SpineMiniServices.SmspNames;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>The element <c>patient</c> of an answer (spine-clients.md §2.3). A part that is present but empty counts as absent.</summary>
internal static partial class SmspPatient
{
    /// <summary>House, street and locality; the fourth line is the town and the fifth the county.</summary>
    private const int HouseLines = 3;

    private static readonly (string Digits, string Fhir)[] Dates = [("yyyyMMdd", "yyyy-MM-dd"), ("yyyyMM", "yyyy-MM"), ("yyyy", "yyyy")];

    /// <returns>Null when it has no valid NHS number, or states a death in an unknown way.</returns>
    public static PdsRecord? Read(XElement patient)
    {
        var person = patient.Element(Hl7V3 + "patientPerson");
        if (Number(patient) is not { } number || !TryDeath(person, out var death))
        {
            return null;
        }

        var name = patient.Element(Hl7V3 + "name");
        return new PdsRecord
        {
            NhsNumber = number,
            BirthDate = Date(Value(person?.Element(Hl7V3 + "birthTime"), "value")),
            DeathDate = death,
            Family = Text(name?.Element(Hl7V3 + "family")?.Value),
            Given = Texts(name, "given"),
            Prefix = Texts(name, "prefix"),
            Gender = Gender(Value(person?.Element(Hl7V3 + "administrativeGenderCode"), "code")),
            Address = Home(patient),
            Phone = Telecom(patient, "tel:"),
            Email = Telecom(patient, "mailto:"),
            RegisteredPracticeOds = Identifier(person?.Element(Hl7V3 + "gPPractice")?.Element(Hl7V3 + "locationOrganization"), OdsCodeRoot),
        };
    }

    /// <summary>The NHS number that the details belong to; null when it is missing or invalid.</summary>
    public static string? Number(XElement? patient) => Identifier(patient, NhsNumberRoot) is { } number && NhsNumber.IsValid(number) ? number : null;

    /// <summary>Whether address, telecom and practice are missing: exactly what restricted records lose (spine-clients.md §2.5).</summary>
    public static bool IsStripped(XElement patient, PdsRecord record) => record.RegisteredPracticeOds is null
        && patient.Elements(Hl7V3 + "telecom").All(telecom => Value(telecom, "value") is null)
        && patient.Elements(Hl7V3 + "addr").All(address => Text(address.Value) is null);

    /// <param name="death">The date of death; empty when the date is unknown, null when the person is alive.</param>
    /// <returns>False when a statement about death is not understood. Any one of several statements is enough for a death.</returns>
    private static bool TryDeath(XElement? person, out string? death)
    {
        List<XElement> times = [.. person?.Elements(Hl7V3 + "deceasedTime") ?? []];
        List<string> dates = [.. times.Select(time => Value(time, "value")).OfType<string>()];
        death = dates.Select(Date).FirstOrDefault(date => date is not null)
            ?? (person?.Elements(Hl7V3 + "deceasedInd").Any(mark => Value(mark, "value") == "true") is true ? "" : null);
        return death is not null || dates.Count == 0 && times.TrueForAll(time => Value(time, "nullFlavor") is null or "NI" or "NA");
    }

    private static string? Identifier(XElement? holder, string root) =>
        Value(holder?.Elements(Hl7V3 + "id").FirstOrDefault(id => Value(id, "root") == root), "extension");

    private static string? Gender(string? code) => code switch
    {
        "0" => "unknown",
        "1" => "male",
        "2" => "female",
        "9" => "other",
        _ => null,
    };

    private static PdsAddress? Home(XElement patient)
    {
        var address = patient.Elements(Hl7V3 + "addr").FirstOrDefault(address => Value(address, "use") == "H" && Text(address.Value) is not null);
        if (address is null)
        {
            return null;
        }

        string?[] lines = [.. address.Elements(Hl7V3 + "streetAddressLine").Select(line => Text(line.Value))];
        return new PdsAddress(
            [.. lines.Take(HouseLines).OfType<string>()],
            lines.ElementAtOrDefault(HouseLines),
            lines.ElementAtOrDefault(HouseLines + 1),
            Text(address.Element(Hl7V3 + "postalCode")?.Value));
    }

    private static string? Telecom(XElement patient, string scheme) => patient.Elements(Hl7V3 + "telecom")
        .Select(telecom => Value(telecom, "value"))
        .Where(value => value?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) is true)
        .Select(value => Text(value![scheme.Length..]))
        .FirstOrDefault(text => text is not null);

    /// <summary>A date of HL7 version 3 in the form of FHIR, without its time; null when the text is not a date.</summary>
    private static string? Date(string? value)
    {
        var digits = value?.Length > 8 ? value[..8] : value;
        foreach (var (form, fhir) in Dates)
        {
            if (DateOnly.TryParseExact(digits, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date.ToString(fhir, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    private static IReadOnlyList<string> Texts(XElement? parent, string name) =>
        [.. parent?.Elements(Hl7V3 + name).Select(element => Text(element.Value)).OfType<string>() ?? []];

    private static string? Value(XElement? element, string attribute) => Text(element?.Attribute(attribute)?.Value);

    /// <summary>The text with line breaks and indents as single blanks: in elements they are only the layout of the message.</summary>
    private static string? Text(string? text) => text is null ? null : FhirText.Of(Blanks().Replace(text, " "));

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
