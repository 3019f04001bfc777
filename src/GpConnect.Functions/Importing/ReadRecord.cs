using GpConnect.Fhir;
using GpConnect.Functions.Resources;

namespace GpConnect.Functions.Importing;

/// <summary>A record after it was parsed and judged by itself.</summary>
/// <param name="Name">Type and id, as far as they can be told.</param>
/// <param name="Fault">Why it is rejected; then there is no resource.</param>
internal sealed record ReadRecord(string File, string Position, string Name, ServedResource? Resource, string? Fault)
{
    public static ReadRecord Of(string file, SourceRecord source)
    {
        if (source.Fault is not null)
        {
            return new ReadRecord(file, source.Position, "", null, source.Fault);
        }

        var reading = FhirReader.Read(source.Bytes, source.Format);
        if (!reading.IsValid)
        {
            return new ReadRecord(file, source.Position, "", null, reading.Fault.Description);
        }

        var name = reading.Resource.Id is { } id ? $"{reading.Resource.TypeName}/{id}" : reading.Resource.TypeName;
        return ResourceRules.Judge(reading.Resource).Try(out var resource, out var fault)
            ? new ReadRecord(file, source.Position, name, resource, null)
            : new ReadRecord(file, source.Position, name, null, fault);
    }
}
