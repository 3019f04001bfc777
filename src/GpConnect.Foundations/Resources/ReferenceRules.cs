using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>
/// References are relative, lead to the current version of a record of the same practice, and have no other elements
/// (resources.md §7.3).
/// </summary>
internal static class ReferenceRules
{
    /// <summary>Checks a reference, adds it to those found, and removes its other elements. A null reference is valid.</summary>
    public static string? Check(string path, ResourceReference? reference, string type, List<LocalReference> found)
    {
        if (reference is null)
        {
            return null;
        }

        if (reference.Reference?.Split('/') is not [var target, { Length: > 0 } id] || target != type)
        {
            return $"{path} is not a relative reference to a {type}";
        }

        reference.Display = null;
        reference.Identifier = null;
        found.Add(new LocalReference(path, type, id));
        return null;
    }
}
