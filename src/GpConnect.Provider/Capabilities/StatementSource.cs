using System.ComponentModel.DataAnnotations;
using GpConnect.Fhir;
using GpConnect.Foundations;
using Hl7.Fhir.Model;

namespace GpConnect.Provider.Capabilities;

/// <summary>The CapabilityStatement that is served: the generated one, or the configured file instead (Q-22).</summary>
internal sealed class StatementSource
{
    /// <exception cref="ValidationException">The configured file is not a valid STU3 CapabilityStatement, or cannot be read.</exception>
    public StatementSource(CapabilityOptions options) =>
        Json = options.CapabilityStatementFile is { } file ? Read(file) : GeneratedStatement.Write(options);

    public ReadOnlyMemory<byte> Json { get; }

    private static byte[] Read(string file)
    {
        var reading = FhirReader.Read(Bytes(file), FhirFormat.Json);
        return reading.Resource is CapabilityStatement statement
            ? FhirWriter.WriteJson(statement)
            : throw new ValidationException($"CapabilityStatementFile: not a CapabilityStatement: {reading.Error?.Description ?? "another resource type"}");
    }

    private static byte[] Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (FileErrors.IsExpected(exception))
        {
            throw new ValidationException($"CapabilityStatementFile: {FileErrors.Describe(exception, file)}", exception);
        }
    }
}
