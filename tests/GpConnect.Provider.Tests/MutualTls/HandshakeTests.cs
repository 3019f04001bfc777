using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.MutualTls;

/// <summary>The protocols and cipher suites that a port with TLS accepts.</summary>
public sealed class HandshakeTests(SecureProviderFixture fixture) : IClassFixture<SecureProviderFixture>
{
    [CertificateTheory]
    [Case("TL-3", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)]
    [Case("TL-3", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)]
    [Case("TL-3", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384)]
    [Case("TL-3", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA)]
    public async Task Each_ECDHE_suite_of_the_specification_connects(string id, TlsCipherSuite suite)
    {
        Assert.NotEmpty(id);

        var handshake = await HandshakeAsync(SslProtocols.Tls12, suite);

        Assert.Equal((SslProtocols.Tls12, suite), (handshake.Protocol, handshake.Suite));
    }

    [CertificateFact]
    [Requirement("TL-3")]
    public async Task The_server_chooses_the_suite_that_it_prefers()
    {
        var handshake = await HandshakeAsync(
            SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);

        Assert.Equal(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, handshake.Suite);
    }

    [CertificateFact]
    [Requirement("TL-3")]
    public async Task TLS_1_3_connects() => Assert.Equal(SslProtocols.Tls13, (await HandshakeAsync(SslProtocols.None)).Protocol);

    [CertificateTheory]
    [Case("TL-4", TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256)]
    [Case("TL-4", TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384)]
    [Case("TL-4", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256)]
    [Case("TL-4", TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256)]
    [Case("TL-4", TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384)]
    public async Task Another_suite_is_refused(string id, TlsCipherSuite suite)
    {
        Assert.NotEmpty(id);
        await Assert.ThrowsAnyAsync<AuthenticationException>(() => HandshakeAsync(SslProtocols.Tls12, suite));
    }

    [CertificateTheory]
    [Case("TL-4", 1)]
    [Case("TL-4", 2)]
    public async Task TLS_before_1_2_is_refused(string id, byte minor)
    {
        Assert.NotEmpty(id);
        const byte Alert = 21, ProtocolVersion = 70;

        var answer = await SendAsync(ClientHello(minor));

        Assert.Equal((Alert, ProtocolVersion), (answer[0], answer[6]));
    }

    [CertificateFact]
    [Requirement("TL-5")]
    public async Task Plain_HTTP_is_not_answered()
    {
        var answer = await SendAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

        Assert.DoesNotContain("HTTP/", Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
    }

    private async Task<Handshake> HandshakeAsync(SslProtocols protocols, params TlsCipherSuite[] suites)
    {
        var caller = new TlsCaller(fixture.Provider!) { Shows = "valid", Protocols = protocols, Offers = suites };
        return (await caller.ExchangeAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray())).Handshake;
    }

    private async Task<byte[]> SendAsync(byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", fixture.Provider!.Port);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await RawConnection.ExchangeAsync(client.GetStream(), bytes, timeout.Token);
    }

    /// <summary>A hand-made ClientHello of SSL 3.minor, because the TLS library of this machine may not support that version.</summary>
    private static byte[] ClientHello(byte minor)
    {
        // ECDHE-RSA-AES256-SHA, no compression, curve P-256 with uncompressed points.
        byte[] suites = [0, 2, 0xC0, 0x14];
        byte[] extensions = [0, 14, 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0];
        byte[] hello = [3, minor, .. new byte[32], 0, .. suites, 1, 0, .. extensions];
        byte[] message = [1, 0, 0, (byte)hello.Length, .. hello];
        return [22, 3, 1, 0, (byte)message.Length, .. message];
    }
}

/// <summary>A provider with mutual TLS that the tests of a class share.</summary>
public sealed class SecureProviderFixture : IAsyncLifetime
{
    internal RunningProvider? Provider { get; private set; }

    public async Task InitializeAsync() => Provider = TestAuthority.Reason is null ? await RunningProvider.StartAsync(TestAuthority.Configure) : null;

    public async Task DisposeAsync()
    {
        if (Provider is not null)
        {
            await Provider.DisposeAsync();
        }
    }
}
