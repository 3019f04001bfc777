using GpConnect.Fhir.Reading;

namespace GpConnect.Fhir;

/// <summary>The two kinds of invalid input, which callers answer differently.</summary>
public enum FhirErrorKind
{
    /// <summary>Not JSON or XML, or nested too deeply to be examined.</summary>
    NotWellFormed,

    /// <summary>Well-formed JSON or XML, but not a valid STU3 resource.</summary>
    Invalid,
}

/// <summary>Why an input was refused.</summary>
/// <param name="Kind">Decides the status and code of the answer.</param>
/// <param name="Description">
/// Safe to show and to log: the path of an element and a fixed reason, never a value of the input.
/// </param>
public sealed record FhirError(FhirErrorKind Kind, string Description)
{
    /// <summary>Path of the element, such as <c>Patient.name[0]</c>; null when the error is not about one element.</summary>
    public string? Path { get; init; }

    /// <summary>The top-level element of the resource that <see cref="Path"/> leads to or into; null when there is none.</summary>
    public string? Element => SafePath.ElementOf(Path);
}
