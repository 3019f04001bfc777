using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using BitFaster.Caching.Lru;
using GpConnect.Foundations;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Observability;
using Hl7.Fhir.Model;

namespace GpConnect.Provider.Tokens;

/// <summary>
/// Reads the three FHIR resources inside a token (transport.md §7.3). The same user sends the same bytes with every
/// request, so what was read from them is cached under their SHA-256.
/// </summary>
internal sealed class ResourceClaims
{
    /// <summary>
    /// Entries: enough for the users of a busy day. With <see cref="MaximumLength"/> it limits the bytes (docs/limits.md).
    /// </summary>
    public const int Capacity = 16_384;

    /// <summary>
    /// Longest entry, in characters; real users have some 250. Longer ones are parsed each time; otherwise a caller could fill the
    /// memory with invented names.
    /// </summary>
    public const int MaximumLength = 1024;

    /// <summary>One of each resource, with the elements that nearly every consumer sends.</summary>
    private const string CommonClaims = """
        {
          "requesting_device": {"resourceType":"Device","id":"1","identifier":[{"system":"https://a","value":"1"}],"model":"m","version":"1"},
          "requesting_organization": {"resourceType":"Organization","id":"1","identifier":[{"system":"https://a","value":"1"}],"name":"n"},
          "requesting_practitioner": {"resourceType":"Practitioner","id":"1","identifier":[{"system":"https://a","value":"1"}],
            "name":[{"family":"f","given":["g"],"prefix":["p"]}]}
        }
        """;

    private readonly ConcurrentLru<Digest, Readings> cache = new(Capacity);

    public ResourceClaims(Instruments instruments) => instruments.Meter.CreateObservableCounter(
        "gpconnect.claims.misses",
        () => cache.Metrics.Value!.Misses,
        "{miss}",
        "Tokens whose claims about user, device and organisation were not cached");

    /// <summary>The claims as read. Invalid FHIR was refused before; a wrong type or content is the failure of its claim.</summary>
    internal sealed record Readings(
        Result<RequestingDevice, Failure> Device,
        Result<RequestingOrganization, Failure> Organization,
        Result<RequestingPractitioner, Failure> Practitioner)
    {
        /// <summary>Whether all claims are valid, and short enough to cache.</summary>
        public bool AreCacheable =>
            Device.Try(out var device, out _) && Organization.Try(out var organization, out _) && Practitioner.Try(out var practitioner, out _)
            && device.Length + organization.Length + practitioner.Length <= MaximumLength;
    }

    /// <summary>Reads invented claims, because the first reading takes some 70 ms, which the first caller would have to wait.</summary>
    public static void Prepare() => Parse(JsonElement.Parse(CommonClaims));

    public Result<Readings, Failure> Read(JsonElement claims)
    {
        var digest = Digest.Of(claims);
        if (cache.TryGet(digest, out var known))
        {
            return known;
        }

        var reading = Parse(claims);
        if (reading.Try(out var readings, out _) && readings.AreCacheable)
        {
            cache.AddOrUpdate(digest, readings);
        }

        return reading;
    }

    public static Failure BadClaim(string name, string error) => SpineError.BadRequest.Because($"JWT claim {name} {error}");

    public static Failure WrongType(string claim, Resource resource, string expected) =>
        BadClaim(claim, $"holds a {resource.TypeName}; expected a {expected}");

    public static bool Has([NotNullWhen(true)] string? text) => !string.IsNullOrWhiteSpace(text);

    public static string? Value(List<Identifier> identifiers, string system) =>
        identifiers.FirstOrDefault(candidate => candidate.System == system && Has(candidate.Value))?.Value;

    /// <summary>
    /// Parses the claims strictly. Invalid FHIR (422) is reported before a claim that is missing or not an object (400),
    /// and both before wrong contents (transport.md §5 step 8).
    /// </summary>
    private static Result<Readings, Failure> Parse(JsonElement claims)
    {
        Failure? absent = null;
        var device = Parse(claims, RequestingDevice.Claim, RequestingDevice.From, ref absent);
        var organization = Parse(claims, RequestingOrganization.Claim, RequestingOrganization.From, ref absent);
        var practitioner = Parse(claims, RequestingPractitioner.Claim, RequestingPractitioner.From, ref absent);
        Failure?[] errors = [device.Error, organization.Error, practitioner.Error];
        var first = Array.Find(errors, error => error?.Error == SpineError.InvalidResource) ?? absent;
        return first is null ? new Readings(device, organization, practitioner) : first;
    }

    private static Result<T, Failure> Parse<T>(JsonElement claims, string name, Func<Resource, Result<T, Failure>> take, ref Failure? absent)
        where T : class
    {
        if (!claims.TryGetProperty(name, out var claim) || claim.ValueKind == JsonValueKind.Null)
        {
            return absent ??= BadClaim(name, "is missing");
        }

        if (claim.ValueKind != JsonValueKind.Object)
        {
            return absent ??= BadClaim(name, "is not a JSON object");
        }

        var reading = LenientClaim.Read(claim);
        return reading.IsValid ? take(reading.Resource) : SpineError.InvalidResource.Because($"JWT claim {name}: {reading.Error.Description}");
    }

    /// <summary>The SHA-256 of the bytes of the three claims.</summary>
    private readonly record struct Digest(UInt128 High, UInt128 Low)
    {
        public static Digest Of(JsonElement claims)
        {
            var device = Bytes(claims, RequestingDevice.Claim);
            var organization = Bytes(claims, RequestingOrganization.Claim);
            var practitioner = Bytes(claims, RequestingPractitioner.Claim);
            using var content = new HashedContent(device.Length + organization.Length + practitioner.Length + 2);
            content.Add(device);

            // JSON never holds this byte, so no two sets of claims give the same bytes.
            content.Add("\0"u8);
            content.Add(organization);
            content.Add("\0"u8);
            content.Add(practitioner);
            var hash = content.Hash();
            return new Digest(BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash.AsSpan(16)));
        }

        private static ReadOnlySpan<byte> Bytes(JsonElement claims, string name) =>
            claims.TryGetProperty(name, out var claim) ? JsonMarshal.GetRawUtf8Value(claim) : [];
    }
}
