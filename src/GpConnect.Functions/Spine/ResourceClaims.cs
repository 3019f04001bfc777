using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using BitFaster.Caching.Lru;
using GpConnect.Fhir;
using Hl7.Fhir.Model;

namespace GpConnect.Functions.Spine;

/// <summary>
/// Reads the three FHIR resources inside a token (transport.md §7.3). The same user sends the same bytes with every call,
/// so what was read from bytes that were seen before is remembered, under their SHA-256.
/// </summary>
internal sealed class ResourceClaims
{
    /// <summary>Entries of about 500 bytes: room for the users of a busy day in some 15 MB.</summary>
    private const int Capacity = 32_768;

    private readonly ConcurrentLru<Digest, object> seen = new(Capacity);

    /// <summary>The claims as read: bad FHIR is refused at once; type and content are judged when a claim is taken.</summary>
    internal sealed record Readings(
        Result<RequestingDevice> Device,
        Result<RequestingOrganization> Organization,
        Result<RequestingPractitioner> Practitioner);

    /// <summary>
    /// Parses the claims strictly. Bad FHIR (422) is reported before a claim that is missing or no object (400),
    /// and both before wrong contents (transport.md §5 step 8).
    /// </summary>
    public Result<Readings> Read(JsonElement claims)
    {
        Failure? absent = null;
        var device = Read(claims, RequestingDevice.Claim, RequestingDevice.From, ref absent);
        var organization = Read(claims, RequestingOrganization.Claim, RequestingOrganization.From, ref absent);
        var practitioner = Read(claims, RequestingPractitioner.Claim, RequestingPractitioner.From, ref absent);
        Failure?[] faults = [device.Failure, organization.Failure, practitioner.Failure];
        var first = Array.Find(faults, fault => fault?.Error == SpineError.InvalidResource) ?? absent;
        return first is null ? new Readings(device, organization, practitioner) : first;
    }

    public static Failure BadClaim(string name, string fault) => SpineError.BadRequest.Because($"JWT claim {name} {fault}");

    public static Failure WrongType(string claim, Resource resource, string expected) =>
        BadClaim(claim, $"holds a {resource.TypeName}; expected a {expected}");

    public static bool Has([NotNullWhen(true)] string? text) => !string.IsNullOrWhiteSpace(text);

    public static string? Value(List<Identifier> identifiers, string system) =>
        identifiers.FirstOrDefault(candidate => candidate.System == system && Has(candidate.Value))?.Value;

    private Result<T> Read<T>(JsonElement claims, string name, Func<Resource, Result<T>> take, ref Failure? absent)
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

        var digest = Digest.Of(name, JsonMarshal.GetRawUtf8Value(claim));
        if (seen.TryGet(digest, out var known))
        {
            return (T)known;
        }

        var reading = Parse(name, claim, take);
        if (reading.Try(out var value, out _))
        {
            seen.AddOrUpdate(digest, value);
        }

        return reading;
    }

    private static Result<T> Parse<T>(string name, JsonElement claim, Func<Resource, Result<T>> take)
        where T : class
    {
        var reading = FhirReader.ReadJson(claim);
        return reading.IsValid ? take(reading.Resource) : SpineError.InvalidResource.Because($"JWT claim {name}: {reading.Fault.Description}");
    }

    /// <summary>A claim's name and the SHA-256 of its bytes.</summary>
    private readonly record struct Digest(string Claim, UInt128 High, UInt128 Low)
    {
        public static Digest Of(string claim, ReadOnlySpan<byte> bytes)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes, hash);
            return new Digest(claim, BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
        }
    }
}
