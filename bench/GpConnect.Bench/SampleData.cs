using System.Globalization;
using System.Text;

namespace GpConnect.Bench;

/// <summary>Writes a practice with any number of invented patients, as import takes it.</summary>
internal static class SampleData
{
    public const string OdsCode = "Z99999";
    public const string Asid = "918999199999";

    private const string Profiles = "https://fhir.nhs.uk/STU3/StructureDefinition";

    /// <summary>The first test number; the numbers are those of the range 999 000 0000 whose check digit exists.</summary>
    private const long FirstNumber = 999_000_000;

    public static int Generate(string folder, int patients)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "practice.json"), $$$"""
            {"odsCode":"{{{OdsCode}}}","asid":"{{{Asid}}}","name":"Benchmark practice","gpConnect":true,"capabilities":["foundations"]}
            """);
        File.WriteAllText(Path.Combine(folder, "organization.json"), $$$"""
            {"resourceType":"Organization","id":"1","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Organization-1"]},
            "identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"{{{OdsCode}}}"}],"name":"Benchmark practice"}
            """);
        File.WriteAllText(Path.Combine(folder, "location.json"), $$$"""
            {"resourceType":"Location","id":"1","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Location-1"]},"name":"Main surgery",
            "address":{"line":["1 Bench Row"],"city":"Leeds","postalCode":"LS1 1AA"},"managingOrganization":{"reference":"Organization/1"}}
            """);
        File.WriteAllText(Path.Combine(folder, "practitioner.json"), $$$"""
            {"resourceType":"Practitioner","id":"1","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Practitioner-1"]},
            "identifier":[{"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"G99999999"}],"name":[{"family":"Bench","given":["Ada"]}]}
            """);
        using var file = new StreamWriter(Path.Combine(folder, "patients.ndjson"), append: false, new UTF8Encoding(false));
        var number = FirstNumber;
        for (var index = 0; index < patients; index++)
        {
            file.WriteLine(Patient(index, NextNumber(ref number)));
        }

        return 0;
    }

    /// <summary>Writes PDS records of people who can be registered.</summary>
    public static int GeneratePds(string file, int people)
    {
        File.WriteAllLines(file, Numbers(people)
            .Select(number => $"{number},02/11/1984,,Nowakowski,Ewelina,,female")
            .Prepend("NHS_NUMBER,DATE_OF_BIRTH,DATE_OF_DEATH,FAMILY_NAME,GIVEN_NAME,SENSITIVE_FLAG,GENDER"));
        return 0;
    }

    /// <summary>The NHS numbers of the patients, in the order of their ids.</summary>
    public static string[] Numbers(int patients)
    {
        var number = FirstNumber;
        return [.. Enumerable.Range(0, patients).Select(_ => NextNumber(ref number))];
    }

    public static string Id(int index) => $"patient-{index}";

    private static string NextNumber(ref long stem)
    {
        while (true)
        {
            var digits = stem.ToString("D9", CultureInfo.InvariantCulture);
            stem++;
            var sum = 0;
            for (var index = 0; index < 9; index++)
            {
                sum += (10 - index) * (digits[index] - '0');
            }

            var check = (11 - sum % 11) % 11;
            if (check != 10)
            {
                return digits + check.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private static string Patient(int index, string nhsNumber) =>
        $$$"""
        {"resourceType":"Patient","id":"{{{Id(index)}}}","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Patient-1"]},"extension":[{"url":"{{{Profiles}}}/Extension-CareConnect-GPC-RegistrationDetails-1","extension":[{"url":"registrationPeriod","valuePeriod":{"start":"2019-04-01T09:00:00+01:00"}},{"url":"registrationType","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-RegistrationType-1","code":"R","display":"Regular"}]}},{"url":"preferredBranchSurgery","valueReference":{"reference":"Location/1"}}]}],"identifier":[{"extension":[{"url":"{{{Profiles}}}/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1","code":"01","display":"Number present and verified"}]}}],"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{{nhsNumber}}}"}],"active":true,"name":[{"use":"official","text":"BENCH{{{index}}} Nerys (Ms)","family":"Bench{{{index}}}","given":["Nerys"],"prefix":["Ms"]}],"telecom":[{"system":"phone","value":"01632960001","use":"home"}],"gender":"female","birthDate":"1971-02-28","address":[{"use":"home","type":"physical","line":["{{{index}}} Mill Row"],"city":"Leeds","postalCode":"LS1 4AP"}],"generalPractitioner":[{"reference":"Practitioner/1"}],"managingOrganization":{"reference":"Organization/1"}}
        """;
}
