using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace GpConnect.Harness;

/// <summary>
/// Writes realistic requests quickly: each has its own iat and exp and one of 10,000 practitioners, and names a patient drawn
/// uniformly from all. Only the times are encoded for each request; the rest of each token is encoded once.
/// </summary>
/// <param name="people">NHS numbers of the people to register; each is used once.</param>
internal sealed class RequestFactory(Workload workload, Population population, IEnumerator<string> people)
{
    private const int Users = 10_000;

    private static readonly Dictionary<string, byte[][]> UsersByScope = [];

    private readonly Random random = new();
    private readonly byte[][] users = UsersOf(workload.Interaction.Scope);
    private readonly byte[] head = Head(workload);

    public RequestFactory(string workload, int patients)
        : this(Workload.Named(workload), new Population(patients), Enumerable.Empty<string>().GetEnumerator())
    {
    }

    public Workload Workload => workload;

    /// <summary>Writes the next request and returns its length in bytes.</summary>
    public int Write(Span<byte> buffer)
    {
        var length = AppendTarget(buffer);
        length = Append(buffer, length, head);
        if (workload.HasToken)
        {
            length = AppendTimes(buffer, length);
            length = Append(buffer, length, users[random.Next(Users)]);
            length = Append(buffer, length, ".\r\n"u8);
        }

        return workload.IsRegistration ? AppendBody(buffer, length) : Append(buffer, length, "\r\n"u8);
    }

    private static byte[] Head(Workload workload) => Ascii($"""
        Host: localhost
        Accept: {workload.Accept}
        Ssp-TraceID: 09a01679-2564-0fb4-5129-aecc81ea2706
        Ssp-From: 200000000359
        Ssp-InteractionID: {workload.Interaction.Id}

        """.ReplaceLineEndings("\r\n") + (workload.HasToken ? $"Authorization: Bearer {Encode("""{"alg":"none","typ":"JWT"}""")}." : ""));

    private int AppendTarget(Span<byte> buffer)
    {
        var patient = population.Draw(random);
        Utf8.TryWrite(
            buffer,
            CultureInfo.InvariantCulture,
            $"{workload.Interaction.Verb} /{patient.OdsCode}/STU3/1/gpconnect/{workload.Path(patient)} HTTP/1.1\r\nSsp-To: {SampleData.AsidOf(patient.Practice)}\r\n",
            out var length);
        return length;
    }

    private static int AppendTimes(Span<byte> buffer, int length)
    {
        // 42 bytes, a multiple of three, so that the rest of the token can be encoded separately.
        var issuedAt = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Span<byte> times = stackalloc byte[42];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{ "iat":{{issuedAt}}, "exp":{{issuedAt + 300}},""").PadRight(times.Length), times);
        Base64Url.EncodeToUtf8(times, buffer[length..], out _, out var written);
        return length + written;
    }

    private int AppendBody(Span<byte> buffer, int length)
    {
        if (!people.MoveNext())
        {
            throw new InvalidOperationException("All people are registered already.");
        }

        var body = Ascii(People.Registration(people.Current));
        length = Append(buffer, length, Ascii($"Content-Type: application/fhir+json\r\nContent-Length: {body.Length}\r\n\r\n"));
        return Append(buffer, length, body);
    }

    private static byte[][] UsersOf(string scope)
    {
        if (!UsersByScope.TryGetValue(scope, out var users))
        {
            UsersByScope[scope] = users = [.. Enumerable.Range(0, Users).Select(index => User(index, scope))];
        }

        return users;
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
