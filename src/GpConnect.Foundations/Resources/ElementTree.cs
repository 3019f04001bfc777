using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>Walks the elements of a resource.</summary>
internal static class ElementTree
{
    /// <summary>The direct children of an element.</summary>
    public static IEnumerable<Base> Children(Base element) => element.EnumerateElements().SelectMany(pair => Items(pair.Value));

    /// <summary>The elements in a value from the SDK's enumeration: one, several, or none for a primitive value.</summary>
    public static IEnumerable<Base> Items(object value) => value switch
    {
        Base one => [one],
        IEnumerable<Base> many => many,
        _ => [],
    };

    /// <summary>Whether an element is an extension or contains one at any depth.</summary>
    public static bool HasExtension(Base element) => element is Extension || Children(element).Any(HasExtension);
}
