using GpConnect.Functions.Interactions;
using GpConnect.Functions.Spine;

namespace GpConnect.Functions.Pipeline;

/// <summary>The <c>identifier</c> of a search, in the shape <c>[system]|[value]</c> (interactions.md §2.5).</summary>
internal sealed record SearchToken(string System, string Value)
{
    private const string Name = "identifier";

    public static Result<SearchToken> Read(SearchParameter parameter, RequestTarget target)
    {
        var expected = $"{parameter.System}|{parameter.ValueForm}";
        var values = target.Values(Name);
        if (values.Count != 1)
        {
            return SpineError.BadRequest.Because(values.Count == 0
                ? $"Search parameter '{Name}' is missing; expected {Name}={expected}"
                : $"Search parameter '{Name}' is given more than once");
        }

        if (values[0] is not { } token || token.Any(char.IsControl))
        {
            return SpineError.InvalidParameter.Because($"Search parameter '{Name}' is not valid percent-encoded text; expected {expected}");
        }

        return Split(token, expected).Try(out var parts, out var failure) ? CheckSystem(parts, parameter) : failure;
    }

    private static Result<SearchToken> Split(string token, string expected)
    {
        var parts = token.Split('|');
        if (parts.Length != 2)
        {
            return SpineError.InvalidParameter.Because($"Search parameter '{Name}' needs exactly one '|' between system and value; expected {expected}");
        }

        if (string.IsNullOrWhiteSpace(parts[0]))
        {
            return SpineError.InvalidParameter.Because($"Search parameter '{Name}' has no system part; expected {expected}");
        }

        if (string.IsNullOrWhiteSpace(parts[1]))
        {
            return SpineError.InvalidParameter.Because($"Search parameter '{Name}' has no value part; expected {expected}");
        }

        if (HasUnescapedComma(parts[1]))
        {
            return SpineError.InvalidParameter.Because($"Search parameter '{Name}' takes one token, not a list; expected {expected}");
        }

        return new SearchToken(parts[0], parts[1]);
    }

    private static Result<SearchToken> CheckSystem(SearchToken token, SearchParameter parameter) =>
        token.System == parameter.System
            ? token
            : SpineError.InvalidIdentifierSystem.Because($"Identifier system {Echo.Uri(token.System)} is not supported; expected {parameter.System}");

    private static bool HasUnescapedComma(string value)
    {
        for (var index = 0; index < value.Length; index++)
        {
            if (value[index] == '\\')
            {
                index++;
            }
            else if (value[index] == ',')
            {
                return true;
            }
        }

        return false;
    }
}
