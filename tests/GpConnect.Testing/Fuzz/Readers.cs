using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Provider.MutualTls;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Importing;
using GpConnect.Testing.MutualTls;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Testing.Fuzz;

/// <summary>All readers of bytes from outside, on running providers.</summary>
internal sealed class Readers : IReaders
{
    public const string Certificate = "certificate";

    public static readonly string[] Names =
    [
        "body-json", "body-xml", "token", "target", "headers", "http", Certificate,
        "import-json", "import-xml", "import-ndjson", "import-csv", "import-practice",
        .. SpineReaders.Names,
    ];

    private const string TraceId = "09a01679-2564-0fb4-5129-aecc81ea2706";
    private const string CertificateHeader = "X-ARR-ClientCert";

    private static readonly string[] Interactions =
    [
        "metadata", "read patient", "search patient", "read practitioner", "search practitioner",
        "read organization", "search organization", "read location", "register",
    ];

    private readonly FuzzedProvider calls;
    private readonly FuzzedProvider imports;
    private readonly FuzzedProvider? secured;
    private readonly SpineReaders spine;

    private Readers(FuzzedProvider calls, FuzzedProvider imports, FuzzedProvider? secured, SpineReaders spine)
    {
        (this.calls, this.imports, this.secured, this.spine) = (calls, imports, secured, spine);
        All = [.. Names.Except(SpineReaders.Names).Where(name => name != Certificate || secured is not null).Select(Create), .. spine.All];
    }

    /// <summary>The readers; those for certificates and for Spine Mini Services only where the test CA can be made.</summary>
    public IReadOnlyList<IReader> All { get; }

    /// <param name="clock">The clock of the requests; without it time stands still, so that an input means the same on every day.</param>
    public static async Task<Readers> StartAsync(TimeProvider? clock = null)
    {
        var imports = await FuzzedProvider.StartAsync(new FixedClock());
        return new Readers(
            await FuzzedProvider.StartAsync(clock ?? new FixedClock()),
            imports,
            TestAuthority.Reason is null ? await FuzzedProvider.StartAsync(TimeProvider.System, addServices: AskForCertificates) : null,
            await SpineReaders.StartAsync(imports));
    }

    public async ValueTask DisposeAsync()
    {
        await calls.DisposeAsync();
        await imports.DisposeAsync();
        if (secured is not null)
        {
            await secured.DisposeAsync();
        }

        await spine.DisposeAsync();
    }

    private static void AskForCertificates(TestSettings options, IServiceCollection services)
    {
        TestAuthority.Configure(options);
        (options.ServerCertificate, options.ServerKey) = (null, null);
        services.AddClientCertificates(options, context => ClientCertificates.InHeader(context, CertificateHeader));
    }

    private IReader Create(string name) => name switch
    {
        "body-json" => Call(name, Bodies(FhirFormat.Json), body => ApiRequest.Register(body)),
        "body-xml" => Call(name, Bodies(FhirFormat.Xml), body => ApiRequest.Register(body, FhirFormat.Xml)),
        "token" => Call(name, [.. Interactions.Select(TokenParts.Of), .. TokenParts.Hostile()], input => ApiRequest.Read("Patient", "1").ChangeToken(token => TokenParts.Encode(input, token))),
        "target" => new RequestReader(name, calls, [.. Interactions.Select(TargetOf)], Target, 400, 414, 431),
        "headers" => new RequestReader(name, calls, [.. Interactions.Where(interaction => interaction != "register").Select(HeadersOf)], WithHeaders, 400, 408, 411, 431),
        "http" => new RequestReader(name, calls, [.. Interactions.Select(MessageOf)], input => [.. input, .. "\r\nConnection: close\r\n\r\n"u8], 400, 405, 408, 411, 414, 431, 505),
        Certificate => new RequestReader(name, secured!, Certificates(), WithCertificate, 431),
        "import-json" => Import(name, "records.json", [.. Practice().Select(Bytes), Bytes(TestPractice.Bundle(Practice().Select(TestPractice.Object)).ToJsonString())]),
        "import-xml" => Import(name, "records.xml", [.. Practice().Select(resource => FhirXml.From(TestPractice.Object(resource)))]),
        "import-ndjson" => Import(name, "records.ndjson", [Bytes(string.Join('\n', Practice()))]),
        "import-csv" => Import(name, "pds.csv", [FirstLines("pds.csv"), FirstLines("pds-flags.csv")]),
        "import-practice" => new ImportReader(name, imports, [Bytes(TestPractice.PracticeJson)], "practice.json", null),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private RequestReader Call(string name, IReadOnlyList<byte[]> seeds, Func<byte[], ApiRequest> request) =>
        new(name, calls, seeds, input => Compose(request(input), calls), 431);

    private ImportReader Import(string name, string file, IReadOnlyList<byte[]> seeds) => new(name, imports, seeds, file, SampleData.Ods);

    public static byte[] Compose(ApiRequest request, FuzzedProvider provider) =>
        request.With("Ssp-TraceID", TraceId).ToBytes(provider.Clock.GetUtcNow(), provider.Port);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", name));

    private static byte[] FirstLines(string name) => Bytes(string.Join('\n', Encoding.UTF8.GetString(Sample(name)).Split('\n').Take(4)) + "\n");

    private static IReadOnlyList<byte[]> Bodies(FhirFormat format) => format == FhirFormat.Json
        ? [Sample("register-patient/nowak.json"), Sample("register-patient/omeara-reyes.json"), Bytes(Person.Unknown.Parameters().ToJsonString()), Bytes(Dated().ToJsonString())]
        : [Sample("register-patient/nowak.xml"), FhirXml.From(Person.Unknown.Parameters()), FhirXml.From(Dated())];

    private static JsonObject Dated() => DatedSeeds.Registration(Sample("register-patient/nowak.json"));

    /// <summary>Resources that an operator may import for a practice whose own organisation is already stored.</summary>
    private static IReadOnlyList<string> Practice() =>
    [
        TestPractice.Location().ToJsonString(),
        TestPractice.Practitioner().ToJsonString(),
        TestPractice.Organization("branch", "B83010").ToJsonString(),
        TestPractice.Patient().ToJsonString(),
        DatedSeeds.Patient().ToJsonString(),
    ];

    /// <summary>The request without the port, which differs between runs.</summary>
    private string RequestOf(string interaction) => Encoding.UTF8.GetString(Compose(ApiRequest.Any(interaction), calls))
        .Replace(string.Create(CultureInfo.InvariantCulture, $"localhost:{calls.Port}"), "localhost", StringComparison.Ordinal);

    /// <summary>The head, and the body if there is one; the reader appends the line that ends the connection.</summary>
    private byte[] MessageOf(string interaction) => Bytes(RequestOf(interaction)
        .TrimEnd()
        .Replace("Connection: close\r\n", "", StringComparison.Ordinal));

    private byte[] HeadersOf(string interaction) => Bytes(string.Join('\n', RequestOf(interaction)
        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .Skip(1)
        .Where(line => !line.StartsWith("Connection:", StringComparison.Ordinal))));

    /// <summary>A read with one header for each line of the input. Empty lines are left out, because one would end the headers.</summary>
    private static byte[] WithHeaders(byte[] input)
    {
        var lines = Encoding.Latin1.GetString(input).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "\r");
        return Encoding.Latin1.GetBytes($"GET {SampleData.Root}/Patient/1 HTTP/1.1\r\n{string.Join("\r\n", lines)}\r\nConnection: close\r\n\r\n");
    }

    private byte[] TargetOf(string interaction) => Bytes(RequestOf(interaction).Split(' ')[1]);

    /// <summary>
    /// A request with the input as its target. Bytes that no request line can hold are percent-encoded, and the interaction is the one
    /// that the target suggests.
    /// </summary>
    private byte[] Target(byte[] input)
    {
        var target = string.Concat(input.Select(value => value is > 0x20 and < 0x7F ? ((char)value).ToString() : $"%{value:X2}"));
        var type = SampleTypes.FirstOrDefault(candidate => target.Contains($"/{candidate}", StringComparison.Ordinal));
        var request = type switch
        {
            null => ApiRequest.Metadata(),
            _ when target.Contains('?') => ApiRequest.Search(type == "Location" ? "Patient" : type, null),
            _ => ApiRequest.Read(type, ""),
        };
        return Compose(request.Under("").At(target.StartsWith('/') ? target : $"/{target}"), calls);
    }

    private static readonly string[] SampleTypes = ["Patient", "Practitioner", "Organization", "Location"];

    private static IReadOnlyList<byte[]> Certificates() =>
        [.. new[] { "valid", "expired", "revoked", "wrong-name", "foreign" }.Select(certificate => Convert.FromBase64String(TestAuthority.Base64(certificate)))];

    private byte[] WithCertificate(byte[] input) =>
        Compose(ApiRequest.Read("Patient", "1").With(CertificateHeader, Convert.ToBase64String(input)), secured!);
}
