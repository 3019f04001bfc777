using System.Text;

namespace GpConnect.Harness;

/// <summary>Invented people with a PDS record who are not registered yet.</summary>
internal static class People
{
    private const string Profiles = "https://fhir.nhs.uk/STU3/StructureDefinition";

    private const int FirstNumber = 980_000_000;

    /// <summary>Writes their PDS records as a CSV file for import.</summary>
    public static int Generate(string file, int count)
    {
        using var csv = new StreamWriter(file, append: false, new UTF8Encoding(false));
        csv.WriteLine("NHS_NUMBER,DATE_OF_BIRTH,DATE_OF_DEATH,FAMILY_NAME,GIVEN_NAME,ADDR2,ADDR4,POST_CODE,SENSITIVE_FLAG,PRIMARY_CARE_CODE,GENDER,PHONE");
        foreach (var number in Numbers().Take(count))
        {
            csv.WriteLine($"{number},28/02/1971,,Newcomer,Nerys,1 Mill Row,Leeds,LS1 4AP,,X99999,female,01632960002");
        }

        return 0;
    }

    public static IEnumerable<string> Numbers() => SampleData.NumbersFrom(FirstNumber);

    /// <summary>The body of the registration of one person.</summary>
    public static string Registration(string nhsNumber) =>
        $$$"""
        {"resourceType":"Parameters","parameter":[{"name":"registerPatient","resource":{"resourceType":"Patient","meta":{"profile":["{{{Profiles}}}/CareConnect-GPC-Patient-1"]},"identifier":[{"extension":[{"url":"{{{Profiles}}}/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1","code":"01","display":"Number present and verified"}]}}],"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{{nhsNumber}}}"}],"name":[{"use":"official","family":"Newcomer","given":["Nerys"],"prefix":["Ms"]}],"telecom":[{"system":"phone","value":"01632960010","use":"temp"}],"gender":"female","birthDate":"1971-02-28","address":[{"use":"temp","type":"physical","line":["80 Canal Road"],"city":"Brigg","postalCode":"DN20 8AF"}]}}]}
        """;
}
