using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Reading;

/// <summary>
/// Refuses what STU3 forbids but the SDK's base, which is shared by all releases, accepts. Also removes leading and trailing white
/// space from text.
/// </summary>
/// <param name="trimmedPaths">Paths of the values from which the SDK has already removed white space.</param>
/// <param name="limit">How many errors to collect at most.</param>
internal sealed class Stu3Rules(IReadOnlySet<string> trimmedPaths, int limit = 1)
{
    private readonly List<FhirError> _found = [];

    public IReadOnlyList<FhirError> Check(Resource resource)
    {
        CheckNode(resource, resource.TypeName, depth: 1);
        return _found;
    }

    private void CheckNode(Base node, string path, int depth)
    {
        if (_found.Count >= limit)
        {
            return;
        }

        if (depth > Limits.Depth)
        {
            // XML needs half as many levels as JSON. A resource read as XML must not be too deep for JSON.
            _found.Add(Errors.TooDeep);
            return;
        }

        if (CheckSelf(node, path) is { } own)
        {
            _found.Add(Errors.Invalid(path, own));
            return;
        }

        // An element must have a value or children; an id is neither (STU3, ele-1). A resource may be empty.
        var isEmpty = node is not (Resource or PrimitiveType);
        foreach (var element in node.EnumerateElements())
        {
            isEmpty &= element.Key == "id";
            CheckElement(node, element, path, depth);
        }

        if (isEmpty)
        {
            _found.Add(Errors.Invalid(path, "empty element"));
        }
    }

    private string? CheckSelf(Base node, string path) => node switch
    {
        PrimitiveType primitive => TextRules.TrimAndCheck(primitive, trimmedPaths.Contains(path)) ?? Stu3Codes.Check(primitive),
        Extension extension => CheckExtension(extension),
        Signature { Type.Count: 0 } or Signature { When: null } or Signature { Who: null } => "mandatory element missing",
        _ => null,
    };

    private static string? CheckExtension(Extension extension) =>
        (extension.Value is null) == (extension.Extension.Count == 0) ? "either a value or extensions needed" : null;

    private void CheckElement(Base owner, KeyValuePair<string, object> element, string path, int depth)
    {
        var (name, value) = element;
        var childPath = $"{path}.{name}";
        if (value is Base child)
        {
            CheckChild(owner, name, child, childPath, depth + 1);
        }
        else if (value is IEnumerable<Base?> children)
        {
            CheckAll(children, childPath, depth + 2);
        }
    }

    private void CheckChild(Base owner, string name, Base child, string path, int depth)
    {
        if (Stu3Choices.Allow(owner, name, child))
        {
            CheckNode(child, path, depth);
            return;
        }

        _found.Add(Errors.Invalid(path, "type not allowed here"));
    }

    private void CheckAll(IEnumerable<Base?> children, string path, int depth)
    {
        var index = 0;
        foreach (var child in children)
        {
            if (child is not null)
            {
                CheckNode(child, $"{path}[{index}]", depth);
            }

            index++;
        }
    }
}
