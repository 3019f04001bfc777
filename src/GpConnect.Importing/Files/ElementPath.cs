using System.Text.RegularExpressions;

namespace GpConnect.Importing.Files;

/// <summary>
/// Follows the path of an error, such as <c>Patient.contact[0].name</c> or <c>Patient.identifier[nhsNumber].value</c>, as far as the
/// record has its elements. For a missing element the result is the element that lacks it.
/// </summary>
internal static partial class ElementPath
{
    public static Place Follow(Place resource, string path)
    {
        var place = resource;
        var steps = Steps().Matches(path).ToList();
        steps = char.IsAsciiLetterUpper(path[0]) ? steps[1..] : steps;
        foreach (var (index, step) in steps.Index())
        {
            if (Next(place, step.Groups["name"].Value, step.Groups["item"].Value, isLast: index == steps.Count - 1) is not { } next)
            {
                return place;
            }

            place = next;
        }

        return place;
    }

    private static Place? Next(Place place, string name, string item, bool isLast)
    {
        var found = Pick(Children(place, name), item);

        // In JSON the extensions of a primitive value are a sibling, whose name begins with an underscore.
        return found is null or { Children.Count: 0 } && !isLast ? Pick(place.Named($"_{name}"), item) ?? found : found ?? Pick(place.Named($"_{name}"), item);
    }

    /// <summary>Children found by name, else by name followed by a type (<c>deceased[x]</c>), else extensions found by URL.</summary>
    private static IEnumerable<Place> Children(Place place, string name) =>
        place.Named(name).Any() ? place.Named(name)
            : place.Children.Exists(child => IsChoice(child.Name, name)) ? place.Children.Where(child => IsChoice(child.Name, name))
            : place.Named("extension").Where(extension => extension.Named("url").Any(url => url.Text == name));

    private static bool IsChoice(string element, string name) =>
        element.Length > name.Length && element.StartsWith(name, StringComparison.Ordinal) && char.IsAsciiLetterUpper(element[name.Length]);

    private static Place? Pick(IEnumerable<Place> places, string item) =>
        item.Length == 0 ? places.FirstOrDefault()
            : int.TryParse(item, out var index) ? places.ElementAtOrDefault(index)
            : places.FirstOrDefault(place => IsSlice(place, item));

    /// <summary>A slice is named after its distinguishing URL, without hyphens: <c>nhsNumber</c> after <c>…/Id/nhs-number</c>.</summary>
    private static bool IsSlice(Place place, string slice) => place.Children.Exists(child =>
        child is { Name: "url" or "system", Text: { } text } && text.Replace("-", "", StringComparison.Ordinal).Contains(slice, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"(?<name>[A-Za-z_][A-Za-z0-9]*)(\[(?<item>[A-Za-z0-9]+)\])?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Steps();
}
