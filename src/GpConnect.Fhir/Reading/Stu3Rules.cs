using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Reading;

/// <summary>What STU3 forbids and the SDK's base, which serves all releases, accepts. Text loses the blanks around it.</summary>
/// <param name="lostBlanks">Paths of the values from which the SDK has removed blanks.</param>
internal sealed class Stu3Rules(IReadOnlySet<string> lostBlanks)
{
    public FhirFault? Check(Resource resource) => CheckNode(resource, resource.TypeName, depth: 1);

    private FhirFault? CheckNode(Base node, string path, int depth)
    {
        if (depth > Limits.Depth)
        {
            // XML needs half the levels of JSON: what is read here has to be readable as JSON too.
            return Faults.TooDeep;
        }

        if (CheckSelf(node, path) is { } own)
        {
            return own;
        }

        // An element has a value or children, and an id is neither (STU3, ele-1). A resource may be empty.
        var isEmpty = node is not (Resource or PrimitiveType);
        foreach (var element in node.EnumerateElements())
        {
            isEmpty &= element.Key == "id";
            if (CheckElement(node, element, path, depth) is { } fault)
            {
                return fault;
            }
        }

        return isEmpty ? Faults.Invalid(path, "empty element") : null;
    }

    private FhirFault? CheckSelf(Base node, string path)
    {
        var reason = node switch
        {
            PrimitiveType primitive => TextRules.Settle(primitive, lostBlanks.Contains(path)) ?? Stu3Codes.Check(primitive),
            Extension extension => CheckExtension(extension),
            Signature { Type.Count: 0 } or Signature { When: null } or Signature { Who: null } => "mandatory element missing",
            _ => null,
        };
        return reason is null ? null : Faults.Invalid(path, reason);
    }

    private static string? CheckExtension(Extension extension) =>
        (extension.Value is null) == (extension.Extension.Count == 0) ? "either a value or extensions needed" : null;

    private FhirFault? CheckElement(Base owner, KeyValuePair<string, object> element, string path, int depth)
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

    private FhirFault? CheckAll(IEnumerable<Base?> children, string path, int depth) =>
        children.Select((child, index) => child is null ? null : CheckNode(child, $"{path}[{index}]", depth))
            .FirstOrDefault(fault => fault is not null);
}
