using System.Text;

namespace GpConnect.Provider.Requests;

/// <summary>
/// The request target as it was sent, decoded once (transport.md §1). ASP.NET Core's own path and query collection are
/// not used: they compare without regard to case, and everything in a GP Connect URL is case-sensitive.
/// </summary>
/// <param name="Segments">
/// The path's segments, each decoded; a segment that is not valid percent-encoded UTF-8 is null and so matches nothing.
/// Empty for targets without a path (<c>*</c>, <c>host:port</c>).
/// </param>
internal sealed record RequestTarget(IReadOnlyList<string?> Segments, IReadOnlyList<QueryParameter> Query)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static RequestTarget Parse(string rawTarget)
    {
        var withoutFragment = rawTarget.AsSpan();
        var queryAt = withoutFragment.IndexOf('?');
        var path = queryAt < 0 ? withoutFragment : withoutFragment[..queryAt];
        var query = queryAt < 0 ? [] : withoutFragment[(queryAt + 1)..];
        return new RequestTarget(ParsePath(PathOf(path)), ParseQuery(query));
    }

    /// <summary>The values of a parameter by its exact name; null for a value that cannot be decoded.</summary>
    public IReadOnlyList<string?> Values(string name) =>
        Query.Count == 0 ? [] : [.. Query.Where(parameter => parameter.Name == name).Select(parameter => parameter.Value)];

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        if (target.StartsWith('/'))
        {
            return target;
        }

        // The absolute form, which proxies send: http://host/path
        var authority = target.IndexOf("://");
        if (authority < 0)
        {
            return [];
        }

        var rest = target[(authority + 3)..];
        var slash = rest.IndexOf('/');
        return slash < 0 ? [] : rest[slash..];
    }

    private static List<string?> ParsePath(ReadOnlySpan<char> path)
    {
        var segments = new List<string?>(8);
        if (path.IsEmpty)
        {
            return segments;
        }

        var rest = path[1..];
        foreach (var range in rest.Split('/'))
        {
            segments.Add(Decode(rest[range]));
        }

        return segments;
    }

    private static List<QueryParameter> ParseQuery(ReadOnlySpan<char> query)
    {
        var parameters = new List<QueryParameter>();
        foreach (var range in query.Split('&'))
        {
            var part = query[range];
            if (part.IsEmpty)
            {
                continue;
            }

            var equals = part.IndexOf('=');
            var name = Decode(equals < 0 ? part : part[..equals]);
            var value = equals < 0 ? "" : Decode(part[(equals + 1)..]);
            parameters.Add(new QueryParameter(name, value));
        }

        return parameters;
    }

    /// <summary>Decodes percent-encoding; a raw <c>+</c> stays a plus, as in RFC 3986.</summary>
    private static string? Decode(ReadOnlySpan<char> text)
    {
        if (!text.Contains('%'))
        {
            return text.ToString();
        }

        var bytes = new byte[text.Length * 3];
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '%')
            {
                length += Encoding.UTF8.GetBytes(text.Slice(index, 1), bytes.AsSpan(length));
                continue;
            }

            if (index + 2 >= text.Length || !char.IsAsciiHexDigit(text[index + 1]) || !char.IsAsciiHexDigit(text[index + 2]))
            {
                return null;
            }

            bytes[length++] = Convert.FromHexString(text.Slice(index + 1, 2))[0];
            index += 2;
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>One parameter of the query, decoded; null where it is not valid percent-encoded UTF-8.</summary>
internal sealed record QueryParameter(string? Name, string? Value);
