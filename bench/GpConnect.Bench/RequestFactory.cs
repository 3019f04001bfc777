using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GpConnect.Bench;

/// <summary>
/// Writes honest requests quickly: each has its own iat and exp and one of 10,000 practitioners, and names a patient drawn
/// uniformly from all, or registers the next one. Only the times are encoded anew; the rest of each token is made once.
/// </summary>
internal sealed class RequestFactory
{
    private const int Users = 10_000;

    private static readonly string Root = $"/{SampleData.OdsCode}/STU3/1/gpconnect";

    private readonly Random random = new(20261122);
    private readonly byte[][] users;
    private readonly byte[][] targets;
    private readonly byte[] head;
    private readonly Registration? registration;

    /// <param name="patients">How many there are; for the workload <c>register</c> how many have been registered before.</param>
    public RequestFactory(string workload, int patients)
    {
        registration = workload == "register" ? new Registration(patients) : null;
        var scope = registration is null ? "patient/*.read" : "patient/*.write";
        users = [.. Enumerable.Range(0, Users).Select(index => User(index, scope))];
        var interaction = workload switch
        {
            "register" => "operation:gpc.registerpatient-1",
            "search" => "rest:search:patient-1",
            _ => "rest:read:patient-1",
        };
        var numbers = workload == "search" ? SampleData.Numbers(patients) : [];
        targets = [.. Enumerable.Range(0, registration is null ? patients : 0).Select(index => Ascii(workload == "search"
            ? $"GET {Root}/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C{numbers[index]} HTTP/1.1\r\n"
            : $"GET {Root}/Patient/{SampleData.Id(index)} HTTP/1.1\r\n"))];
        var accept = workload == "read-xml" ? "application/fhir+xml" : "application/fhir+json";
        head = Ascii($"""
            Host: localhost
            Accept: {accept}
            Ssp-TraceID: 09a01679-2564-0fb4-5129-aecc81ea2706
            Ssp-From: 200000000359
            Ssp-To: {SampleData.Asid}
            Ssp-InteractionID: urn:nhs:names:services:gpconnect:fhir:{interaction}
            Authorization: Bearer {Encode("""{"alg":"none","typ":"JWT"}""")}.
            """.ReplaceLineEndings("\r\n"));
    }

    /// <summary>Writes the next request and tells its length.</summary>
    public int Write(Span<byte> buffer)
    {
        var length = Append(buffer, 0, registration is null ? targets[random.Next(targets.Length)] : Registration.Head);
        length = Append(buffer, length, head);
        length = AppendTimes(buffer, length);
        length = Append(buffer, length, users[random.Next(Users)]);
        length = Append(buffer, length, ".\r\n\r\n"u8);
        return registration is null ? length : Append(buffer, length, registration.NextBody());
    }

    private static int AppendTimes(Span<byte> buffer, int length)
    {
        // 42 bytes, a multiple of three, so that what follows can be encoded apart from it.
        var issuedAt = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Span<byte> times = stackalloc byte[42];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{ "iat":{{issuedAt}}, "exp":{{issuedAt + 300}},""").PadRight(times.Length), times);
        Base64Url.EncodeToUtf8(times, buffer[length..], out _, out var written);
        return length + written;
    }

    private static byte[] User(int index, string scope) => Ascii(Encode($$$"""
         "iss":"https://consumer.example.org/","sub":"user-{{{index}}}","aud":"https://authorize.fhir.nhs.net/token","reason_for_request":"directcare","requested_scope":"{{{scope}}}","requesting_device":{"resourceType":"Device","identifier":[{"system":"https://consumer.example.org/Id/device","value":"DEV-{{{index % 100}}}"}],"model":"Bench consumer","version":"1.0"},"requesting_organization":{"resourceType":"Organization","identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"X99999"}],"name":"Example consumer organisation"},"requesting_practitioner":{"resourceType":"Practitioner","id":"user-{{{index}}}","identifier":[{"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"{{{100000 + index}}}"},{"system":"https://fhir.nhs.uk/Id/sds-role-profile-id","value":"UNK"}],"name":[{"family":"Okafor{{{index}}}","given":["Ada"],"prefix":["Dr"] }] } }
        """.TrimStart()));

    private static int Append(Span<byte> buffer, int length, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer[length..]);
        return length + bytes.Length;
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
