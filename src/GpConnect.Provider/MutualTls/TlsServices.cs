using System.Net.Security;
using GpConnect.Foundations.Certificates;

namespace GpConnect.Provider.MutualTls;

internal static class TlsServices
{
    private const long OneYear = 365 * 24 * 60 * 60;

    public static IServiceCollection AddServerCertificate(this IServiceCollection services, string certificateFile, string keyFile)
    {
        var (certificate, key) = (new PemSource(certificateFile, "ServerCertificate"), new PemSource(keyFile, "ServerKey"));
        return services.AddSingleton(provider => new Reloading<SslStreamCertificateContext>(
            "ServerCertificate and ServerKey",
            () => certificate.Stamp() + key.Stamp(),
            () => TlsIdentity.Read(certificateFile, keyFile),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SslStreamCertificateContext>>()));
    }

    /// <param name="presented">Where this host's callers show their certificate.</param>
    public static IServiceCollection AddClientCertificates(
        this IServiceCollection services, ClientCertificateOptions options, Func<HttpContext, ReadOnlyMemory<byte>?> presented)
    {
        var roots = new PemSource(options.ClientRoots!, nameof(options.ClientRoots));
        var lists = options.RevocationLists is null ? null : new PemSource(options.RevocationLists, nameof(options.RevocationLists));
        var names = options.SpineProxyNames!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return services
            .AddSingleton(provider => new Reloading<ClientTrust>(
                "ClientRoots and RevocationLists",
                () => roots.Stamp() + lists?.Stamp(),
                () => new ClientTrust(roots.Read("CERTIFICATE"), lists?.Read("X509 CRL"), names, provider.GetRequiredService<TimeProvider>()),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ClientTrust>>()))
            .AddSingleton(provider => ClientCertificates.Asked(provider.GetRequiredService<Reloading<ClientTrust>>(), presented));
    }

    /// <summary>Tells callers that came over TLS never to come without it (HT-20); also reads the certificates before the first call.</summary>
    public static void UseMutualTls(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<ClientCertificates>().AreAsked)
        {
            return;
        }

        app.Use((context, next) =>
        {
            context.Response.Headers.StrictTransportSecurity = $"max-age={OneYear}";
            return next(context);
        });
    }
}
