using GpConnect.Fhir.Reading;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir;

/// <summary>Everything that is wrong with an input, for the person who has to mend it.</summary>
/// <param name="Errors">At least one.</param>
/// <param name="Rest">
/// The resource without those of its elements that hold a fault, so that other rules can judge what is left; null when the
/// input was not read that far.
/// </param>
public sealed record FhirFindings(IReadOnlyList<FhirError> Errors, Resource? Rest)
{
    internal static FhirFindings Of(FhirError error) => new([error], null);

    internal static FhirFindings Of(IEnumerable<FhirError> errors, Resource? resource)
    {
        var all = errors.Distinct().ToList();
        var broken = all.Select(error => error.Element).OfType<string>().ToHashSet();
        foreach (var element in resource?.EnumerateElements().Select(element => element.Key).Where(IsInvalid).ToList() ?? [])
        {
            resource!.SetValue(element, null);
        }

        return new FhirFindings(all, resource);

        // The path of an unknown element whose name is not safe to show leads to the whole resource. No rule may name it either.
        bool IsInvalid(string element) => SafePath.Of(element) != element || broken.Any(name => IsOf(name, element));
    }

    /// <summary>Whether a name is the element's, or that of a choice with its type, such as <c>deceasedBoolean</c> of <c>deceased</c>.</summary>
    private static bool IsOf(string name, string element) =>
        name.StartsWith(element, StringComparison.Ordinal) && (name.Length == element.Length || char.IsAsciiLetterUpper(name[element.Length]));
}
