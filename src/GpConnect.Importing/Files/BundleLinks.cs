using GpConnect.Foundations.Resources;
using Hl7.Fhir.Model;

namespace GpConnect.Importing.Files;

/// <summary>
/// The targets of the <c>fullUrl</c>s of a Bundle. Entries may refer to each other by them, most often as <c>urn:uuid:…</c>. Outside
/// the Bundle such a reference means nothing, so it becomes a relative reference.
/// </summary>
internal sealed class BundleLinks
{
    private const string Uuid = "urn:uuid:";

    private readonly Dictionary<string, string?> targets = new(StringComparer.Ordinal);

    public bool IsEmpty => targets.Count == 0;

    /// <summary>The logical id for an entry without an id of its own: the UUID of its <c>fullUrl</c>; null when it has no UUID.</summary>
    public static string? IdOf(string? fullUrl) =>
        fullUrl?.StartsWith(Uuid, StringComparison.Ordinal) is true && Guid.TryParseExact(fullUrl[Uuid.Length..], "D", out var uuid)
            ? uuid.ToString()
            : null;

    public void Add(string? fullUrl, string? type, string? id)
    {
        if (fullUrl is null || type is null || (id ?? IdOf(fullUrl)) is not { } target)
        {
            return;
        }

        // A URL shared by two entries leads to neither: one of them would be the wrong target.
        if (!targets.TryAdd(fullUrl, $"{type}/{target}"))
        {
            targets[fullUrl] = null;
        }
    }

    /// <summary>Makes each reference that leads to an entry of the Bundle relative, in the element and everything below it.</summary>
    public void Resolve(Base element)
    {
        foreach (var child in ElementTree.Children(element))
        {
            if (child is ResourceReference { Reference: { } reference } link && targets.GetValueOrDefault(reference) is { } target)
            {
                link.Reference = target;
            }

            Resolve(child);
        }
    }
}
