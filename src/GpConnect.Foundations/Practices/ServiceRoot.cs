namespace GpConnect.Foundations.Practices;

/// <summary>
/// The path in front of <c>[base]</c> (transport.md §1). It is configurable: the default is <c>/{ODS}/STU3/1/gpconnect</c>; a root
/// without an ODS segment belongs to a single practice.
/// </summary>
internal sealed class ServiceRoot
{
    public const string OdsPlaceholder = "{ODS}";

    private readonly string[] template;
    private readonly string? singlePractice;
    private readonly string url;

    public ServiceRoot(ServiceRootOptions options)
    {
        template = options.ServiceRoot.Trim('/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        singlePractice = options.SinglePractice;
        url = $"{options.PublicHost}/{string.Join('/', template)}";
    }

    /// <summary>A practice's root without a trailing slash: a URL if the public host is configured, otherwise a path.</summary>
    public string UrlOf(string odsCode) => url.Replace(OdsPlaceholder, odsCode, StringComparison.Ordinal);

    /// <summary>Finds the practice that a path addresses; null when the path is outside the service root.</summary>
    public Match? Find(IReadOnlyList<string?> segments)
    {
        if (segments.Count < template.Length)
        {
            return null;
        }

        var odsCode = singlePractice;
        for (var index = 0; index < template.Length; index++)
        {
            if (template[index] == OdsPlaceholder)
            {
                odsCode = segments[index];
            }
            else if (!string.Equals(template[index], segments[index], StringComparison.Ordinal))
            {
                return null;
            }
        }

        return string.IsNullOrEmpty(odsCode) ? null : new Match(odsCode, [.. segments.Skip(template.Length)]);
    }

    /// <param name="Segments">The rest of the path, below the root.</param>
    internal sealed record Match(string OdsCode, IReadOnlyList<string?> Segments);
}
