using GpConnect.Fhir.Reading;

namespace GpConnect.Fhir;

/// <summary>What kind of answer a fault deserves.</summary>
public enum FhirErrorKind
{
    /// <summary>Not JSON or XML, or nested too deeply to be looked at.</summary>
    NotWellFormed,

    /// <summary>JSON or XML, but not a resource of STU3.</summary>
    Invalid,
}

/// <summary>Why an input was refused.</summary>
/// <param name="Kind">What kind of answer the fault deserves.</param>
/// <param name="Description">
/// Safe to show and to log: the path of an element and a fixed reason, never a value of the input.
/// </param>
public sealed record FhirError(FhirErrorKind Kind, string Description)
{
    /// <summary>Path of the element, such as <c>Patient.name[0]</c>; null when the fault is not about one.</summary>
    public string? Path { get; init; }

    /// <summary>The resource's own element that <see cref="Path"/> leads to or into; null when there is none.</summary>
    public string? Element => SafePath.ElementOf(Path);
}
