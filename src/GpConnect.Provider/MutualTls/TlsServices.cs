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

    /// <param name="services">The services to add to.</param>
    /// <param name="options">Settings with <c>ClientRoots</c> and <c>SpineProxyNames</c> set.</param>
    /// <param name="presented">Returns the certificate that the caller presented, as DER, possibly malformed; null without one.</param>
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
            .AddSingleton(provider => ClientCertificates.Required(provider.GetRequiredService<Reloading<ClientTrust>>(), presented));
    }

    /// <summary>
    /// Adds <c>Strict-Transport-Security</c> to answers over TLS (HT-20). Also reads the roots and lists before the first request.
    /// </summary>
    public static void UseMutualTls(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.GetRequiredService<ClientCertificates>().AreRequired)
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
