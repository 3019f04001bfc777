using GpConnect.Fhir;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Resources;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>A record after it was parsed and judged by itself.</summary>
/// <param name="Type">Null when it cannot be told.</param>
/// <param name="Id">The logical id; null when it cannot be told.</param>
/// <param name="Resource">Null when it is rejected, and once its bytes are made.</param>
/// <param name="Errors">Why it is rejected; empty when it is not.</param>
internal sealed record ReadRecord(string File, SourceRecord Source, string? Type, string? Id, ServedResource? Resource, IReadOnlyList<ImportError> Errors)
{
    /// <summary>More than anybody reads of one record.</summary>
    private const int MostErrors = 20;

    /// <summary>Type and id, as far as they can be told.</summary>
    public string Name => Type is null ? "" : Id is null ? Type : $"{Type}/{Id}";

    public bool IsSound => Errors.Count == 0;

    /// <summary>What was completed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why it is kept without being served.</summary>
    public string? Withheld { get; init; }

    /// <summary>Type and id, or what else the place is called, for the faults of other records.</summary>
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

    /// <summary>Reads a record that is refused once more, for what its first fault hides: a sound one does not pay for it.</summary>
    private static IEnumerable<string> AllErrors(SourceRecord source, DateTimeOffset now)
    {
        var found = FhirReader.FindErrors(source.Bytes, source.Format);
        var broken = found.Errors.Select(error => error.Element).ToHashSet();
        return found.Rest is null || ResourceRules.Validate(found.Rest, now).Try(out _, out var reasons)
            ? found.Errors.Select(error => error.Description)
            : [.. found.Errors.Select(error => error.Description), .. reasons.Where(reason => !broken.Contains(new ImportError(reason).Element))];
    }

    /// <summary>Whether it is certain that no record of the type is served, so that nobody mends its elements.</summary>
    private static bool IsOtherType(string? type) => type is not (null or "Patient" or "Practitioner" or "Organization" or "Location");

    private static List<ImportError> Few(IEnumerable<string> errors)
    {
        var few = errors.Take(MostErrors + 1).Select(error => new ImportError(error)).ToList();
        return few.Count <= MostErrors ? few : [.. few.Take(MostErrors), "there are more faults than these"];
    }

    public ReadRecord With(params IReadOnlyList<ImportError> errors) =>
        errors.Count == 0 ? this : this with { Resource = null, Errors = [.. Errors, .. errors] };
}
