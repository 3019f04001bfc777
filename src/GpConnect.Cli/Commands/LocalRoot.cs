using GpConnect.Foundations.Practices;

namespace GpConnect.Cli.Commands;

/// <summary>The service root of a practice on this machine.</summary>
/// <param name="Url">For requests to the server that runs here.</param>
/// <param name="Audience">The service root that consumers see, for the claim <c>aud</c> of the token.</param>
internal readonly record struct LocalRoot(string Url, string Audience)
{
    public static LocalRoot Of(ServiceRootOptions options, string host, string odsCode)
    {
        var root = new ServiceRoot(options).UrlOf(odsCode);
        var path = root[(options.PublicHost?.Length ?? 0)..];
        return new LocalRoot(host + path, options.PublicHost is null ? host + path : root);
    }
}
