using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Reading;

/// <summary>What STU3 forbids and the SDK's base, which serves all releases, accepts.</summary>
internal static class Stu3Rules
{
    public static FhirFault? Check(Resource resource) => CheckNode(resource, resource.TypeName, depth: 1);

    private static FhirFault? CheckNode(Base node, string path, int depth)
    {
        if (depth > Limits.Depth)
        {
            // XML needs half the levels of JSON: what is read here has to be readable as JSON too.
            return Faults.TooDeep;
        }

        return CheckSelf(node, path)
            ?? node.EnumerateElements().Select(element => CheckElement(node, element, path, depth)).FirstOrDefault(fault => fault is not null);
    }

    private static FhirFault? CheckSelf(Base node, string path)
    {
        var reason = node switch
        {
            PrimitiveType primitive => TextRules.Check(primitive) ?? Stu3Codes.Check(primitive),
            Extension extension => CheckExtension(extension),
            Signature { Type.Count: 0 } or Signature { When: null } or Signature { Who: null } => "mandatory element missing",
            _ => null,
        };
        return reason is null ? null : Faults.Invalid(path, reason);
    }

    private static string? CheckExtension(Extension extension) =>
        (extension.Value is null) == (extension.Extension.Count == 0) ? "either a value or extensions needed" : null;

    private static FhirFault? CheckElement(Base owner, KeyValuePair<string, object> element, string path, int depth)
    {
        var (name, value) = element;
        var childPath = $"{path}.{name}";
        return value switch
        {
            Base child when !Stu3Choices.Allow(owner, name, child) => Faults.Invalid(childPath, "type not allowed here"),
            Base child => CheckNode(child, childPath, depth + 1),
            IEnumerable<Base?> children => CheckAll(children, childPath, depth + 2),
            _ => null,
        };
    }

    private static FhirFault? CheckAll(IEnumerable<Base?> children, string path, int depth) =>
        children.Select((child, index) => child is null ? null : CheckNode(child, $"{path}[{index}]", depth))
            .FirstOrDefault(fault => fault is not null);
}
