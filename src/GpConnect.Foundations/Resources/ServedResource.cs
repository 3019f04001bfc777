using System.Diagnostics.CodeAnalysis;
using System.Text;
using GpConnect.Fhir;
using GpConnect.Foundations.Records;
using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>A resource that satisfies the conditions for serving it (resources.md §2 to §5), reduced to what is served.</summary>
/// <param name="State">The state moved from the resource to the envelope; version and times are not set yet.</param>
/// <param name="Identifiers">The identifiers under which the resource is found.</param>
/// <param name="ResourceValidation">
/// The references of the resource, whose targets must exist in the same practice, and notes on what was completed.
/// </param>
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

    /// <summary>The bytes that are stored and served, except for the version: the resource with its profile and without state.</summary>
    public ServedContent Write()
    {
        Resource.Meta = new Meta { VersionId = ServedContent.NoVersion, Profile = [Profile] };
        return new ServedContent(FhirWriter.WriteJson(Resource));
    }
}

/// <summary>The stored and served bytes of a resource, with version 0 until the version is known.</summary>
internal readonly struct ServedContent(byte[] unversioned)
{
    public const string NoVersion = "0";

    /// <summary>Only the type and the id precede the metadata, so the first occurrence is the right one.</summary>
    private static ReadOnlySpan<byte> BeforeVersion => "\"meta\":{\"versionId\":\""u8;

    public ReadOnlySpan<byte> Unversioned => unversioned;

    public byte[] WithVersion(long version)
    {
        var at = unversioned.AsSpan().IndexOf(BeforeVersion) + BeforeVersion.Length;
        return [.. unversioned.AsSpan(0, at), .. Encoding.ASCII.GetBytes($"{version}"), .. unversioned.AsSpan(at + NoVersion.Length)];
    }
}

internal readonly record struct ServedIdentifier(string System, string Value);

/// <param name="Path">The element that holds the reference, for messages.</param>
internal readonly record struct LocalReference(string Path, string Type, string Id);

/// <summary>
/// Either a resource that can be served, or all its errors. Each error is a path and a fixed reason, never a value.
/// </summary>
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
