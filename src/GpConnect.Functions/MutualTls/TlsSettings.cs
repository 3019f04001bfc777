using System.ComponentModel.DataAnnotations;
using System.Net;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.MutualTls;

/// <summary>Which settings of TLS go together.</summary>
internal static class TlsSettings
{
    public static IEnumerable<ValidationResult> Faults(ProviderOptions options)
    {
        if (options.ServerCertificate is null != options.ServerKey is null)
        {
            yield return new ValidationResult("ServerCertificate and ServerKey go together");
        }

        if (options is { ServerCertificate: not null, ClientCertificateHeader: not null })
        {
            yield return new ValidationResult("ClientCertificateHeader is for a front end's TLS, ServerCertificate for our own");
        }

        var hasCallers = options.ServerCertificate is not null || options.ClientCertificateHeader is not null;
        if (hasCallers != options.ClientRoots is not null || hasCallers != options.SpineProxyNames is not null)
        {
            yield return new ValidationResult("ClientRoots and SpineProxyNames go with ServerCertificate or ClientCertificateHeader");
        }

        if (options is { RevocationLists: not null, ClientRoots: null })
        {
            yield return new ValidationResult("RevocationLists goes with ClientRoots");
        }

        if (!IPAddress.TryParse(options.Listen ?? "127.0.0.1", out var address))
        {
            yield return new ValidationResult("Listen is an IP address");
        }
        else if (options.ServerCertificate is null && !IPAddress.IsLoopback(address))
        {
            yield return new ValidationResult("Listen is on loopback unless there is a ServerCertificate");
        }
    }
}
