using System.ComponentModel.DataAnnotations;
using System.Net;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Settings;
using GpConnect.Provider.Health;
using GpConnect.Provider.MutualTls;

namespace GpConnect.Provider.Hosting;

/// <summary>Where the provider listens, and its certificate.</summary>
internal sealed record EndpointOptions : FeatureOptions
{
    /// <summary>Port to listen on, 0 for any free one. The default is 7071.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 7071;

    /// <summary>
    /// IP address to listen on; one other than loopback requires <see cref="ServerCertificate"/>. The default is loopback.
    /// </summary>
    public string? Listen { get; init; }

    /// <summary>
    /// PEM file of the server's certificate and its issuing certificates; it switches on mutual TLS, without plain HTTP. Not set by
    /// default.
    /// </summary>
    public string? ServerCertificate { get; init; }

    /// <summary>PEM file of the key of <see cref="ServerCertificate"/>, without a password.</summary>
    public string? ServerKey { get; init; }

    public override IEnumerable<string> Errors(ProviderSettings settings)
    {
        var clients = settings.Get<ClientCertificateOptions>();
        if (ServerCertificate is null != ServerKey is null)
        {
            yield return "ServerCertificate and ServerKey go together";
        }

        if (ServerCertificate is not null && clients.ClientCertificateHeader is not null)
        {
            yield return "ClientCertificateHeader is for a front end's TLS, ServerCertificate for our own";
        }

        var hasCallers = ServerCertificate is not null || clients.ClientCertificateHeader is not null;
        if (hasCallers != clients.ClientRoots is not null || hasCallers != clients.SpineProxyNames is not null)
        {
            yield return "ClientRoots and SpineProxyNames go with ServerCertificate or ClientCertificateHeader";
        }

        if (clients is { RevocationLists: not null, ClientRoots: null })
        {
            yield return "RevocationLists goes with ClientRoots";
        }

        if (!IPAddress.TryParse(Listen ?? "127.0.0.1", out var address))
        {
            yield return "Listen must be an IP address";
        }
        else if (ServerCertificate is null && !IPAddress.IsLoopback(address))
        {
            yield return "Listen must be a loopback address unless ServerCertificate is set";
        }

        // A front end requires no client certificate at the paths of the probes, in any letter case.
        if (settings.Get<ServiceRootOptions>().ServiceRoot.Split('/') is ["", var first, ..] && first.Equals(HealthEndpoints.Segment, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"ServiceRoot must not begin with /{HealthEndpoints.Segment}, where the probes are";
        }
    }
}
