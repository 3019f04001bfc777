using GpConnect.Fhir.Reading;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir;

/// <summary>Everything that is wrong with an input, for the person who has to correct it.</summary>
/// <param name="Errors">At least one.</param>
/// <param name="Rest">
/// The resource without its invalid top-level elements, so that other rules can check what is left; null when the input was not
/// read that far.
/// </param>
public sealed record FhirFindings(IReadOnlyList<FhirError> Errors, Resource? Rest)
{
    internal static FhirFindings Of(FhirError error) => new([error], null);

    internal static FhirFindings Of(IEnumerable<FhirError> errors, Resource resource)
    {
        var all = errors.Distinct().ToList();
        var broken = all.Select(error => error.Element).OfType<string>().ToHashSet();
        foreach (var element in resource.EnumerateElements().Select(element => element.Key).Where(IsInvalid).ToList())
        {
            resource.SetValue(element, null);
        }

        return new FhirFindings(all, resource);

        // An unknown element whose name is not safe to show is reported with the path of the whole resource. No other rule may
        // name that element either.
        bool IsInvalid(string element) => SafePath.Of(element) != element || broken.Any(name => IsOf(name, element));
    }

    /// <summary>
    /// Whether the name is the element's own, or that of a choice element with its type, such as <c>deceasedBoolean</c> for
    /// <c>deceased</c>.
    /// </summary>
    private static bool IsOf(string name, string element) =>
        name.StartsWith(element, StringComparison.Ordinal) && (name.Length == element.Length || char.IsAsciiLetterUpper(name[element.Length]));
}
