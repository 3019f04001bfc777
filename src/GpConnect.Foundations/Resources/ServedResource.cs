using System.Diagnostics.CodeAnalysis;
using System.Text;
using GpConnect.Fhir;
using GpConnect.Foundations.Records;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>A resource that keeps every rule of serving it (resources.md §2 to §5), reduced to what is served.</summary>
/// <param name="State">What was taken out of it for the envelope; version and times are not set yet.</param>
/// <param name="Identifiers">The identifiers it is found by.</param>
/// <param name="ResourceValidation">What it refers to, each of which has to exist in the same practice, and what was completed.</param>
internal sealed record ServedResource(
    Resource Resource,
    string Profile,
    Envelope State,
    IReadOnlyList<ServedIdentifier> Identifiers,
    ResourceValidation ResourceValidation)
{
    public string Type => Resource.TypeName;

    public string Id => Resource.Id!;

    public IReadOnlyList<LocalReference> References => ResourceValidation.References;

    public IReadOnlyList<string> Notes => ResourceValidation.Notes;

    /// <summary>The bytes that are stored and served, but for the version: the resource with its profile, and without any state.</summary>
    public ServedContent Write()
    {
        Resource.Meta = new Meta { VersionId = ServedContent.NoVersion, Profile = [Profile] };
        return new ServedContent(FhirWriter.WriteJson(Resource));
    }
}

/// <summary>What is stored and served of a resource, with version 0 until it is known which one it becomes.</summary>
internal readonly struct ServedContent(byte[] unversioned)
{
    public const string NoVersion = "0";

    /// <summary>Nothing but the type and the id stands before the metadata.</summary>
    private static ReadOnlySpan<byte> BeforeVersion => "\"meta\":{\"versionId\":\""u8;

    public ReadOnlySpan<byte> Unversioned => unversioned;

    public byte[] WithVersion(long version)
    {
        var at = unversioned.AsSpan().IndexOf(BeforeVersion) + BeforeVersion.Length;
        return [.. unversioned.AsSpan(0, at), .. Encoding.ASCII.GetBytes($"{version}"), .. unversioned.AsSpan(at + NoVersion.Length)];
    }
}

internal readonly record struct ServedIdentifier(string System, string Value);

/// <param name="Path">The element that refers, for messages.</param>
internal readonly record struct LocalReference(string Path, string Type, string Id);

/// <summary>A resource that can be served or everything that is wrong with it: a path and a fixed reason each, never a value.</summary>
internal readonly struct ValidatedResource
{
    private readonly ServedResource? resource;
    private readonly IReadOnlyList<string> errors;

    private ValidatedResource(ServedResource? resource, IReadOnlyList<string> errors)
    {
        this.resource = resource;
        this.errors = errors;
    }

    public static ValidatedResource Good(ServedResource resource) => new(resource, []);

    public static ValidatedResource Bad(IEnumerable<string?> errors) => new(null, [.. errors.OfType<string>()]);

    public bool Try([NotNullWhen(true)] out ServedResource? served, out IReadOnlyList<string> reasons)
    {
        served = resource;
        reasons = errors;
        return served is not null;
    }
}
