using GpConnect.Fhir;
using GpConnect.Functions.Hosting;
using Hl7.Fhir.Model;

namespace GpConnect.Functions.Capabilities;

/// <summary>The CapabilityStatement that is served: the generated one, or the file that is configured in its place (Q-22).</summary>
internal sealed class StatementSource
{
    /// <exception cref="InvalidDataException">The configured file is not a valid STU3 CapabilityStatement.</exception>
    public StatementSource(ProviderOptions options) =>
        Json = options.CapabilityStatementFile is { } file ? Read(file) : GeneratedStatement.Write(options);

    public ReadOnlyMemory<byte> Json { get; }

    private static byte[] Read(string file)
    {
        var reading = FhirReader.Read(File.ReadAllBytes(file), FhirFormat.Json);
        return reading.Resource is CapabilityStatement statement
            ? FhirWriter.WriteJson(statement)
            : throw new InvalidDataException($"CapabilityStatementFile is not a CapabilityStatement: {reading.Fault?.Description ?? "another resource type"}");
    }
}
