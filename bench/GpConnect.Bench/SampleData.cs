using System.Globalization;
using System.Text;

namespace GpConnect.Harness;

/// <summary>Writes practices with any number of invented patients, as files for import.</summary>
internal static class SampleData
{
    /// <summary>ODS code and ASID of the first practice, which is the only one by default.</summary>
    public const string OdsCode = "Z99999";
    public const string Asid = "918999199999";

    private const string Profiles = "https://fhir.nhs.uk/STU3/StructureDefinition";

    /// <summary>First nine digits of the first number, in the test range 900 to 999. Numbers without a check digit are skipped.</summary>
    private const int FirstNumber = 990_000_000;

    /// <summary>
    /// Distributes the patients over the practices in turn. A single practice is written to the folder itself, several to a folder each.
    /// </summary>
    public static int Generate(string folder, int patients, int practices = 1)
    {
        var numbers = Numbers(patients);
        for (var practice = 0; practice < practices; practice++)
        {
            var own = practices == 1 ? folder : Path.Combine(folder, OdsCodeOf(practice));
            WriteStructure(own, OdsCodeOf(practice), AsidOf(practice));
            using var file = new StreamWriter(Path.Combine(own, "patients.ndjson"), append: false, new UTF8Encoding(false));
            for (var index = practice; index < patients; index += practices)
            {
                file.WriteLine(Patient(index, numbers[index]));
            }
        }

        return 0;
    }

    /// <summary>The NHS numbers of the patients, in the order of their ids.</summary>
    public static string[] Numbers(int patients) => [.. NumbersFrom(FirstNumber).Take(patients)];

    /// <summary>All valid numbers from the given first nine digits on.</summary>
    public static IEnumerable<string> NumbersFrom(int stem)
    {
        for (; ; stem++)
        {
            var digits = stem.ToString("D9", CultureInfo.InvariantCulture);
            var check = (11 - digits.Select((digit, index) => (10 - index) * (digit - '0')).Sum() % 11) % 11;
            if (check != 10)
            {
                yield return $"{digits}{check}";
            }
        }
    }

    public static string Id(int index) => $"patient-{index}";

    public static string OdsCodeOf(int practice) => $"Z{99_999 - practice:D5}";

    public static string AsidOf(int practice) => $"{918_999_199_999 - practice}";

    private static void WriteStructure(string folder, string odsCode, string asid)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "practice.json"), $$$"""
            {"odsCode":"{{{odsCode}}}","asid":"{{{asid}}}","name":"Benchmark practice","gpConnect":true,"capabilities":["foundations"]}
            """);
        File.WriteAllText(Path.Combine(folder, "organization.json"), $$$"""
            {"resourceType":"Organization","id":"1","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Organization-1"]},
            "identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"{{{odsCode}}}"}],"name":"Benchmark practice"}
            """);
        File.WriteAllText(Path.Combine(folder, "location.json"), $$$"""
            {"resourceType":"Location","id":"1","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Location-1"]},"name":"Main surgery",
            "address":{"line":["1 Bench Row"],"city":"Leeds","postalCode":"LS1 1AA"},"managingOrganization":{"reference":"Organization/1"}}
            """);
        File.WriteAllText(Path.Combine(folder, "practitioner.json"), $$$"""
            {"resourceType":"Practitioner","id":"1","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Practitioner-1"]},
            "identifier":[{"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"G99999999"}],"name":[{"family":"Bench","given":["Ada"]}]}
            """);
    }

    private static string Patient(int index, string nhsNumber) =>
        $$$"""
        {"resourceType":"Patient","id":"{{{Id(index)}}}","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Patient-1"]},"extension":[{"url":"{{{Profiles}}}/Extension-CareConnect-GPC-RegistrationDetails-1","extension":[{"url":"registrationPeriod","valuePeriod":{"start":"2019-04-01T09:00:00+01:00"}},{"url":"registrationType","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-RegistrationType-1","code":"R","display":"Regular"}]}},{"url":"preferredBranchSurgery","valueReference":{"reference":"Location/1"}}]}],"identifier":[{"extension":[{"url":"{{{Profiles}}}/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1","code":"01","display":"Number present and verified"}]}}],"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{{nhsNumber}}}"}],"active":true,"name":[{"use":"official","text":"BENCH{{{index}}} Nerys (Ms)","family":"Bench{{{index}}}","given":["Nerys"],"prefix":["Ms"]}],"telecom":[{"system":"phone","value":"01632960001","use":"home"}],"gender":"female","birthDate":"1971-02-28","address":[{"use":"home","type":"physical","line":["{{{index}}} Mill Row"],"city":"Leeds","postalCode":"LS1 4AP"}],"generalPractitioner":[{"reference":"Practitioner/1"}],"managingOrganization":{"reference":"Organization/1"}}
        """;
}
