using GpConnect.Fhir;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Resources;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>A record that was parsed and validated on its own.</summary>
/// <param name="Type">The resource type; null when it is unknown.</param>
/// <param name="Id">The logical id; null when it is unknown.</param>
/// <param name="Resource">Null when the record is rejected, and once it was prepared for writing.</param>
/// <param name="Errors">Why the record is rejected; empty when it is valid.</param>
internal sealed record ReadRecord(string File, SourceRecord Source, string? Type, string? Id, ServedResource? Resource, IReadOnlyList<ImportError> Errors)
{
    /// <summary>The most errors listed for one record; further ones would not be read.</summary>
    private const int MostErrors = 20;

    /// <summary>Type and id, as far as they are known.</summary>
    public string Name => Type is null ? "" : Id is null ? Type : $"{Type}/{Id}";

    public bool IsValid => Errors.Count == 0;

    /// <summary>What was completed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why the record is stored but not served; null when it is served.</summary>
    public string? Withheld { get; init; }

    /// <summary>File, position, type and id as far as they are known, by which errors of other records name this one.</summary>
    public string Place => Redacted.Id($"{Path.GetFileName(File)} {Source.Position}".TrimEnd() + (Name.Length > 0 ? $", {Name}" : ""));

    public static ReadRecord Of(string file, SourceRecord source, DateTimeOffset now)
    {
        if (source.Error is not null)
        {
            return new ReadRecord(file, source, null, null, null, [source.Error]);
        }

        var reading = FhirReader.Read(source.Bytes, source.Format);
        if (!reading.IsValid)
        {
            var id = source.Type == "Patient" ? PatientScan.Of(source).Id : null;
            return new ReadRecord(file, source, id is null ? null : source.Type, id, null, IsOtherType(source.Type) ? [ResourceRules.OtherType] : Few(AllErrors(source, now)));
        }

        var resource = reading.Resource;
        var hadId = resource.Id is not null;
        resource.Id ??= BundleLinks.IdOf(source.FullUrl);
        source.Links?.Resolve(resource);
        if (!ResourceRules.Validate(resource, now).Try(out var served, out var reasons))
        {
            return new ReadRecord(file, source, resource.TypeName, resource.Id, null, Few(reasons));
        }

        return new ReadRecord(file, source, resource.TypeName, resource.Id, served, [])
        {
            Notes = hadId ? served.Notes : [.. served.Notes, $"{served.Type}.id is missing; taken from the entry's fullUrl"],
            Withheld = served.State.Withheld,
        };
    }

    /// <summary>Reads a rejected record again to find the errors that its first one hides. A valid record costs nothing extra.</summary>
    private static IEnumerable<string> AllErrors(SourceRecord source, DateTimeOffset now)
    {
        var found = FhirReader.FindErrors(source.Bytes, source.Format);
        var broken = found.Errors.Select(error => error.Element).ToHashSet();
        return found.Rest is null || ResourceRules.Validate(found.Rest, now).Try(out _, out var reasons)
            ? found.Errors.Select(error => error.Description)
            : [.. found.Errors.Select(error => error.Description), .. reasons.Where(reason => !broken.Contains(new ImportError(reason).Element))];
    }

    /// <summary>Whether the type is known and never served, so that its other errors are not worth fixing.</summary>
    private static bool IsOtherType(string? type) => type is not (null or "Patient" or "Practitioner" or "Organization" or "Location");

    private static List<ImportError> Few(IEnumerable<string> errors)
    {
        var few = errors.Take(MostErrors + 1).Select(error => new ImportError(error)).ToList();
        return few.Count <= MostErrors ? few : [.. few.Take(MostErrors), "there are more errors than these"];
    }

    public ReadRecord With(params IReadOnlyList<ImportError> errors) =>
        errors.Count == 0 ? this : this with { Resource = null, Errors = [.. Errors, .. errors] };
}
