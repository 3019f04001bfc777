using Hl7.Fhir.Model;

namespace GpConnect.Foundations.Resources;

/// <summary>References are relative, to the current version of a record of the same practice, and bare (resources.md §7.3).</summary>
internal static class ReferenceRules
{
    /// <summary>Checks a reference and takes everything off it but the reference itself; none is no fault.</summary>
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
