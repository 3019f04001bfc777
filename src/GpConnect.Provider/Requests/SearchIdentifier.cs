using System.Text;
using GpConnect.Fhir;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Provider.Requests;

/// <summary>The <c>identifier</c> of a search, in the form <c>[system]|[value]</c> (interactions.md §2.5).</summary>
internal sealed record SearchIdentifier(string System, string Value)
{
    private const string Name = "identifier";

    public static Result<SearchIdentifier, Failure> Read(SearchParameter parameter, RequestTarget target)
    {
        var expected = $"{parameter.System}|{parameter.ValueForm}";
        var values = target.Values(Name);
        if (values.Count != 1)
        {
            return SpineError.BadRequest.Because(values.Count == 0
                ? $"Search parameter '{Name}' is missing; expected {Name}={expected}"
                : $"Search parameter '{Name}' is given more than once");
        }

        if (values[0] is not { } token || !FhirText.Fits(token) || !FhirText.IsOneLine(token))
        {
            return SpineError.InvalidParameter.Because($"Search parameter '{Name}' is not one line of valid percent-encoded text; expected {expected}");
        }

        return Split(token, expected).Try(out var parts, out var failure) ? CheckSystem(parts, parameter) : failure;
    }

    private static Result<SearchIdentifier, Failure> Split(string token, string expected)
    {
        if (Parts(token) is not { } parts)
        {
            return SpineError.InvalidParameter.Because($"Search parameter '{Name}' takes one token, not a list; expected {expected}");
        }

        if (parts.Count != 2)
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

        return new SearchIdentifier(parts[0], parts[1]);
    }

    private static Result<SearchIdentifier, Failure> CheckSystem(SearchIdentifier token, SearchParameter parameter) =>
        token.System == parameter.System
            ? token
            : SpineError.InvalidIdentifierSystem.Because($"Identifier system {Redacted.Uri(token.System)} is not supported; expected {parameter.System}");

    /// <summary>
    /// The parts between the pipes, unescaped (FHIR STU3 search §2.21.1.4): <c>\,</c> <c>\|</c> <c>\$</c> <c>\\</c>.
    /// Any other backslash is literal.
    /// </summary>
    /// <returns>Null when the text is a list of tokens, separated by commas.</returns>
    private static List<string>? Parts(string token)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var index = 0; index < token.Length; index++)
        {
            switch (token[index])
            {
                case '\\' when index + 1 < token.Length && (token[index + 1] is ',' or '|' or '$' or '\\'):
                    part.Append(token[++index]);
                    break;
                case ',':
                    return null;
                case '|':
                    parts.Add(part.ToString());
                    part.Clear();
                    break;
                default:
                    part.Append(token[index]);
                    break;
            }
        }

        return [.. parts, part.ToString()];
    }
}
