using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GpConnect.Foundations.Certificates;
using GpConnect.Foundations.Practices;
using GpConnect.Provider.Hosting;

namespace GpConnect.Cli.Commands;

/// <summary>How a request from this machine reaches the server that runs here.</summary>
/// <param name="Url">Scheme, host and port.</param>
/// <param name="CurlOptions">The options that curl needs for TLS; empty without TLS.</param>
internal sealed record LocalServer(string Url, IReadOnlyList<string> CurlOptions)
{
    public const string ClientCertificate = "client.pem";
    public const string ClientKey = "client.key";

    private const string Localhost = "localhost";

    public static LocalServer Of(EndpointOptions options, int port)
    {
        var address = Address(options);
        if (options.ServerCertificate is not { } file)
        {
            return new LocalServer($"http://{address}:{port}", []);
        }

        // The name must be one that the certificate bears, whatever the address.
        var name = Name(file) ?? Localhost;
        List<string> curl = name == Localhost && options.Listen is null ? [] : [$"--connect-to {CurlLine.Quote($"::{address}:{port}")}"];

        // curl accepts the certificate itself, or an issuing certificate in the same file, as a root.
        curl.AddRange([$"--cacert {CurlLine.Quote(Path.GetFullPath(file))}", $"--cert {ClientCertificate}", $"--key {ClientKey}"]);
        return new LocalServer($"https://{name}:{port}", curl);
    }

    public LocalRoot RootOf(ServiceRootOptions options, string odsCode) => LocalRoot.Of(options, Url, odsCode);

    private static string Address(EndpointOptions options)
    {
        if (options.Listen is null)
        {
            // Kestrel chooses a free port on IPv4 only.
            return options.Port == 0 ? $"{IPAddress.Loopback}" : Localhost;
        }

        var address = IPAddress.Parse(options.Listen);
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            address = address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
    }

    private static string? Name(string file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(new PemSource(file, nameof(EndpointOptions.ServerCertificate)).Read("CERTIFICATE")[0]);
            return certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames())
                .FirstOrDefault(name => !name.StartsWith('*'));
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CommonOptions.SettingError("GPCONNECT_SERVERCERTIFICATE is not a readable certificate in PEM");
        }
    }
}
