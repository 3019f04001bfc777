using GpConnect.Fhir;
using GpConnect.Functions.Resources;

namespace GpConnect.Functions.Importing;

/// <summary>A record after it was parsed and judged by itself.</summary>
/// <param name="Type">Null when it cannot be told.</param>
/// <param name="Id">The logical id; null when it cannot be told.</param>
/// <param name="Resource">Null when it is rejected, and once its bytes are made.</param>
/// <param name="Faults">Why it is rejected; empty when it is not.</param>
internal sealed record ReadRecord(string File, SourceRecord Source, string? Type, string? Id, ServedResource? Resource, IReadOnlyList<string> Faults)
{
    /// <summary>More than anybody reads of one record.</summary>
    public const int MostFaults = 50;

    /// <summary>Type and id, as far as they can be told.</summary>
    public string Name => Type is null ? "" : Id is null ? Type : $"{Type}/{Id}";

    public bool IsSound => Faults.Count == 0;

    /// <summary>What was completed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why it is kept without being served.</summary>
    public string? Withheld { get; init; }

    /// <summary>Type and id, or what else the place is called, for the faults of other records.</summary>
    public string Place => $"{Path.GetFileName(File)} {Source.Position}".TrimEnd() + (Name.Length > 0 ? $", {Name}" : "");

    public static ReadRecord Of(string file, SourceRecord source, DateTimeOffset now)
    {
        if (source.Fault is not null)
        {
            return new ReadRecord(file, source, null, null, null, [source.Fault]);
        }

        var reading = FhirReader.Read(source.Bytes, source.Format);
        if (!reading.IsValid)
        {
            // Once more, for what one fault hides: a sound record does not pay for it.
            var faults = FhirReader.FindFaults(source.Bytes, source.Format, MostFaults).Select(fault => fault.Description).ToList();
            var id = source.Type == "Patient" ? PatientScan.Of(source).Id : null;
            return new ReadRecord(file, source, id is null ? null : source.Type, id, null, faults.Count > 0 ? faults : [reading.Fault.Description]);
        }

        var resource = reading.Resource;
        var hadId = resource.Id is not null;
        resource.Id ??= BundleLinks.IdOf(source.FullUrl);
        source.Links?.Resolve(resource);
        if (!ResourceRules.Judge(resource, now).Try(out var served, out var reasons))
        {
            return new ReadRecord(file, source, resource.TypeName, resource.Id, null, [.. reasons.Take(MostFaults)]);
        }

        return new ReadRecord(file, source, resource.TypeName, resource.Id, served, [])
        {
            Notes = hadId ? served.Notes : [.. served.Notes, $"{served.Type}.id is missing; taken from the entry's fullUrl"],
            Withheld = served.State.Withheld,
        };
    }

    public ReadRecord With(params IReadOnlyList<string> faults) =>
        faults.Count == 0 ? this : this with { Resource = null, Faults = [.. Faults, .. faults] };
}
