using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Tests;

public class GeneratedPatientTests
{
    [Property(Arbitrary = [typeof(Patients)], MaxTest = 300)]
    public void Any_patient_comes_back_from_both_formats(Patient patient) => RoundTripTests.AssertRoundTrip(patient);

    [Property(Arbitrary = [typeof(Patients)], MaxTest = 300)]
    public bool Any_patient_is_read_or_refused_when_its_bytes_are_damaged(Patient patient, FsCheck.PositiveInt position, byte replacement)
    {
        var json = FhirWriter.WriteJson(patient);
        var xml = FhirWriter.WriteXml(patient);
        json[position.Get % json.Length] = replacement;
        xml[position.Get % xml.Length] = replacement;

        return ReadsOrRefuses(json, FhirFormat.Json) && ReadsOrRefuses(xml, FhirFormat.Xml);
    }

    [Property(MaxTest = 500)]
    public bool Any_bytes_are_read_or_refused(byte[] bytes) =>
        ReadsOrRefuses(bytes, FhirFormat.Json) && ReadsOrRefuses(bytes, FhirFormat.Xml);

    private static bool ReadsOrRefuses(byte[] bytes, FhirFormat format)
    {
        var reading = FhirReader.Read(bytes, format);
        return reading.IsValid ? FhirWriter.WriteXml(reading.Resource).Length > 0 : reading.Error.Description.Length > 0;
    }

    /// <summary>Patients with characters that are difficult for a format, in values, in lists and in nested extensions.</summary>
    internal static class Patients
    {
        private static readonly Gen<string> Text =
            from words in Gen.Elements("O'Brien", "Zoë", "Łukasz", "山田", "😀", "A & B", "<b>", "\"x\"", "a\\b", "a\tb", "a\r\nb", "a\nb", "x\u00a0y", "é\u0301", "]]>", "&amp;", "{}", "a\u2028b", "\ud83d\udc68\u200d\ud83d\udc69")
                .NonEmptyListOf()
            select string.Join(' ', words.Take(4)).Trim();

        private static readonly Gen<FhirString> String =
            from text in Text
            from extensions in Gen.Frequency((4, Gen.Constant(new List<Extension>())), (1, Extensions(1)))
            select new FhirString(text) { Extension = extensions };

        private static readonly Gen<HumanName> Name =
            from use in Gen.Elements<HumanName.NameUse?>(null, HumanName.NameUse.Official, HumanName.NameUse.Nickname)
            from family in String
            from given in String.ListOf(3)
            from start in Gen.Elements("2020", "2020-02-29", "2020-02-29T12:00:00Z", "1999-12-31T23:59:59.999-05:00")
            select new HumanName { Use = use, FamilyElement = family, GivenElement = [.. given], Period = new Period { Start = start } };

        private static readonly Gen<Patient> Patient =
            from id in Gen.Elements<string?>(null, "a", "A-1.b", new string('9', 64))
            from active in Gen.Elements<bool?>(null, true, false)
            from names in Name.NonEmptyListOf()
            from gender in Gen.Elements<AdministrativeGender?>(null, AdministrativeGender.Female, AdministrativeGender.Unknown)
            from extensions in Extensions(3)
            from line in String.NonEmptyListOf()
            select new Patient
            {
                Id = id,
                Active = active,
                Name = [.. names.Take(3)],
                Gender = gender,
                Extension = extensions,
                Address = [new() { LineElement = [.. line.Take(3)] }],
            };

        public static Arbitrary<Patient> Arbitrary() => Arb.From(Patient);

        private static Gen<List<Extension>> Extensions(int levels) =>
            from extensions in Extension(levels).NonEmptyListOf()
            select extensions.Take(3).ToList();

        private static Gen<Extension> Extension(int levels) => levels == 0
            ? Value.Select(value => new Extension("https://example.org/a?b=c&d='e'", value))
            : Gen.OneOf(Extension(0), Extensions(levels - 1).Select(inner => new Extension { Url = "urn:x", Extension = inner }));

        private static Gen<DataType> Value => Gen.OneOf(
            Text.Select(DataType (text) => new FhirString(text)),
            Gen.Elements(1.0m, -0.10m, 0m, 123456789.123456789m).Select(DataType (number) => new FhirDecimal(number)),
            Gen.Elements(true, false).Select(DataType (truth) => new FhirBoolean(truth)),
            Text.Select(DataType (text) => new CodeableConcept("urn:x", "a", text, text)),
            Gen.Constant<DataType>(new ResourceReference("Organization/1")));
    }
}
