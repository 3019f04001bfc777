using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using GpConnect.Testing.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Testing.MutualTls;

/// <summary>A caller over TLS that has the root of the server's certificate, but no intermediate certificate.</summary>
internal sealed class TlsCaller(RunningProvider provider)
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    /// <summary>Name of the client certificate to show; null to show none.</summary>
    public string? Shows { get; init; }

    public SslProtocols Protocols { get; init; } = SslProtocols.None;

    /// <summary>The cipher suites to offer; empty for all.</summary>
    public IReadOnlyList<TlsCipherSuite> Offers { get; init; } = [];

    public async Task<ApiResponse> SendAsync(ApiRequest request)
    {
        var now = provider.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (_, bytes) = await ExchangeAsync(request.ToBytes(now, provider.Port));
        var response = new ApiResponse(RawResponse.Parse(bytes));
        ResponseRules.Check(request, request.TokenText(now), response);
        return response;
    }

    /// <summary>Sends a request, and returns the result of the handshake and the answer.</summary>
    public async Task<(Handshake Handshake, byte[] Answer)> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        using var timeout = new CancellationTokenSource(WaitLimit);
        await using var stream = await OpenAsync();
        var handshake = new Handshake(stream.SslProtocol, stream.NegotiatedCipherSuite, stream.RemoteCertificate!.GetSerialNumberString());
        return (handshake, await RawConnection.ExchangeAsync(stream, request, timeout.Token));
    }

    /// <summary>Opens a connection that stays open after the handshake.</summary>
    public async Task<SslStream> OpenAsync()
    {
        using var timeout = new CancellationTokenSource(WaitLimit);
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", provider.Port, timeout.Token);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(Options(), timeout.Token);
        return stream;
    }

    private SslClientAuthenticationOptions Options()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(TestAuthority.PathOf("ca/ca.pem")));
        policy.RevocationMode = X509RevocationMode.NoCheck;
        return new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = Protocols,
            ClientCertificateContext = Shows is null ? null : TestAuthority.Shown(Shows),
            CertificateChainPolicy = policy,
            CipherSuitesPolicy = Offers.Count == 0 || !OperatingSystem.IsLinux() ? null : new CipherSuitesPolicy(Offers),
            AllowTlsResume = false,
        };
    }
}

internal sealed record Handshake(SslProtocols Protocol, TlsCipherSuite Suite, string ServerSerialNumber);
