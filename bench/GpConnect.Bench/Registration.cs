using System.Text;

namespace GpConnect.Bench;

/// <summary>Bodies that register one person after the other; only the NHS number differs.</summary>
internal sealed class Registration(int registered)
{
    private const int Available = 800_000;

    private const string Number = "0000000000";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes($$$"""
        {"resourceType":"Parameters","parameter":[{"name":"registerPatient","resource":{"resourceType":"Patient","meta":{"profile":["https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Patient-1"]},"identifier":[{"extension":[{"url":"https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1","valueCodeableConcept":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1","code":"01","display":"Number present and verified"}]}}],"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{{Number}}}"}],"name":[{"use":"official","family":"Nowakowski","given":["Ewelina"],"prefix":["Mrs"]}],"telecom":[{"system":"phone","value":"07700900123","use":"mobile"}],"gender":"female","birthDate":"1984-11-02","address":[{"use":"home","type":"physical","line":["14 Quarry Hill"],"city":"Leeds","postalCode":"LS9 8AA"}]}}]}
        """);

    private static readonly int At = Body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Number));

    private readonly Queue<string> numbers = new(SampleData.Numbers(Available).Skip(registered));

    public static byte[] Head { get; } = Encoding.ASCII.GetBytes(
        $"POST /{SampleData.OdsCode}/STU3/1/gpconnect/Patient/$gpc.registerpatient HTTP/1.1\r\nContent-Type: application/fhir+json\r\nContent-Length: {Body.Length}\r\n");

    public ReadOnlySpan<byte> NextBody()
    {
        Encoding.ASCII.GetBytes(numbers.Dequeue(), Body.AsSpan(At));
        return Body;
    }
}
