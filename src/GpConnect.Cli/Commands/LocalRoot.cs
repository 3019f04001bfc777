using GpConnect.Foundations.Practices;

namespace GpConnect.Cli.Commands;

/// <summary>Where a practice's service root is on this machine.</summary>
/// <param name="Url">For calls to the server that runs here.</param>
/// <param name="Audience">What consumers call it, which the token names.</param>
internal readonly record struct LocalRoot(string Url, string Audience)
{
    public static LocalRoot Of(ServiceRootOptions options, string host, string odsCode)
    {
        var root = new ServiceRoot(options).UrlOf(odsCode);
        var path = root[(options.PublicHost?.Length ?? 0)..];
        return new LocalRoot(host + path, options.PublicHost is null ? host + path : root);
    }
}
