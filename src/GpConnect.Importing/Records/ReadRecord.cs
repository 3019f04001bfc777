using GpConnect.Fhir;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Resources;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>A record after it was parsed and judged by itself.</summary>
/// <param name="Type">Null when it cannot be told.</param>
/// <param name="Id">The logical id; null when it cannot be told.</param>
/// <param name="Resource">Null when it is rejected, and once its bytes are made.</param>
/// <param name="Faults">Why it is rejected; empty when it is not.</param>
internal sealed record ReadRecord(string File, SourceRecord Source, string? Type, string? Id, ServedResource? Resource, IReadOnlyList<ImportFault> Faults)
{
    /// <summary>More than anybody reads of one record.</summary>
    private const int MostFaults = 20;

    /// <summary>Type and id, as far as they can be told.</summary>
    public string Name => Type is null ? "" : Id is null ? Type : $"{Type}/{Id}";

    public bool IsSound => Faults.Count == 0;

    /// <summary>What was completed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why it is kept without being served.</summary>
    public string? Withheld { get; init; }

    /// <summary>Type and id, or what else the place is called, for the faults of other records.</summary>
    public string Place => Echo.Id($"{Path.GetFileName(File)} {Source.Position}".TrimEnd() + (Name.Length > 0 ? $", {Name}" : ""));

    public static ReadRecord Of(string file, SourceRecord source, DateTimeOffset now)
    {
        if (source.Fault is not null)
        {
            return new ReadRecord(file, source, null, null, null, [source.Fault]);
        }

        var reading = FhirReader.Read(source.Bytes, source.Format);
        if (!reading.IsValid)
        {
            var id = source.Type == "Patient" ? PatientScan.Of(source).Id : null;
            return new ReadRecord(file, source, id is null ? null : source.Type, id, null, IsOtherType(source.Type) ? [ResourceRules.OtherType] : Few(AllFaults(source, now)));
        }

        var resource = reading.Resource;
        var hadId = resource.Id is not null;
        resource.Id ??= BundleLinks.IdOf(source.FullUrl);
        source.Links?.Resolve(resource);
        if (!ResourceRules.Judge(resource, now).Try(out var served, out var reasons))
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
    private static IEnumerable<string> AllFaults(SourceRecord source, DateTimeOffset now)
    {
        var found = FhirReader.FindFaults(source.Bytes, source.Format);
        var broken = found.Faults.Select(fault => fault.Element).ToHashSet();
        return found.Rest is null || ResourceRules.Judge(found.Rest, now).Try(out _, out var reasons)
            ? found.Faults.Select(fault => fault.Description)
            : [.. found.Faults.Select(fault => fault.Description), .. reasons.Where(reason => !broken.Contains(new ImportFault(reason).Element))];
    }

    /// <summary>Whether it is certain that no record of the type is served, so that nobody mends its elements.</summary>
    private static bool IsOtherType(string? type) => type is not (null or "Patient" or "Practitioner" or "Organization" or "Location");

    private static List<ImportFault> Few(IEnumerable<string> faults)
    {
        var few = faults.Take(MostFaults + 1).Select(fault => new ImportFault(fault)).ToList();
        return few.Count <= MostFaults ? few : [.. few.Take(MostFaults), "there are more faults than these"];
    }

    public ReadRecord With(params IReadOnlyList<ImportFault> faults) =>
        faults.Count == 0 ? this : this with { Resource = null, Faults = [.. Faults, .. faults] };
}
