using System.Text;

namespace GpConnect.Spine.SpineDirectory;

internal static class LdapFilter
{
    /// <summary>A filter for entries that match all of the parts.</summary>
    public static string All(params IEnumerable<(string Attribute, string Value)> parts) =>
        $"(&{string.Concat(parts.Select(part => $"({part.Attribute}={Escape(part.Value)})"))})";

    /// <summary>RFC 4515 §3: characters with a meaning in a filter are written as a backslash and two hexadecimal digits.</summary>
    private static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var character in value)
        {
            _ = character is '(' or ')' or '*' or '\\' or '\0' ? escaped.Append($"\\{(int)character:x2}") : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
