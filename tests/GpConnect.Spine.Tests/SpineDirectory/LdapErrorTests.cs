using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GpConnect.Spine.SpineDirectory;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineDirectory;

namespace GpConnect.Spine.Tests.SpineDirectory;

/// <summary>Errors on the connection to an LDAP server, or in the server.</summary>
public sealed class LdapErrorTests
{
    private const string Slow = "cn=slow,ou=RetCodes,o=nhs";

    [SkippableTheory]
    [Case("SDS-7", "authority", "certificate chain")]
    [Case("SDS-7", "host name", "RemoteCertificateNameMismatch")]
    [Case("SDS-7", "foreign client", "may not accept the client certificate")]
    [Case("SDS-7", "client that has expired", "may not accept the client certificate")]
    [Case("SDS-7", "missing file", "files for TLS")]
    [Case("SDS-7", "roots without a certificate", "there is no root certificate")]
    [Case("SDS-7", "key of another certificate", "files for TLS")]
    public async Task Without_trust_on_both_sides_no_look_up_is_made(string id, string error, string message)
    {
        Assert.NotEmpty(id);
        var options = (await Slapd.SampleAsync()).Secure();
        switch (error)
        {
            case "authority":
                options.SdsRoots = TestAuthority.PathOf("foreign-roots.pem");
                break;
            case "host name":
                options.SdsLdap = new UriBuilder(options.SdsLdap!) { Host = "127.0.0.2" }.Uri;
                break;
            case "foreign client":
                options.SdsClientCertificate = TestAuthority.PathOf("foreign.pem");
                break;
            case "client that has expired":
                options.SdsClientCertificate = TestAuthority.PathOf("expired.pem");
                break;
            case "missing file":
                options.SdsClientKey = "/nowhere/client.key";
                break;
            case "roots without a certificate":
                options.SdsRoots = TestFolders.New();
                break;
            default:
                options.SdsClientKey = TestAuthority.PathOf("server.key");
                break;
        }

        Assert.Contains(message, await ErrorAsync(options), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [Case("SDS-8", "cn=busy,ou=RetCodes,o=nhs", "SDS answered Busy")]
    [Case("SDS-8", "ou=nowhere,o=nhs", "SDS answered NoSuchObject")]
    [Case("SDS-8", Slow, "did not answer within 1 seconds")]
    public async Task A_server_that_does_not_return_records_is_a_failure_within_the_time_limit(string id, string baseDn, string message)
    {
        Assert.NotEmpty(id);
        var options = (await Slapd.SampleAsync()).Secure();
        (options.SdsBaseDn, options.SdsQuerySeconds) = (baseDn, 1);

        Assert.Contains(message, await ErrorAsync(options), StringComparison.Ordinal);
    }

    [CertificateTheory]
    [Case("SDS-8", "ldap")]
    [Case("SDS-8", "ldaps")]
    public async Task A_silent_server_is_tried_as_often_as_set_and_no_longer(string id, string scheme)
    {
        Assert.NotEmpty(id);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = Options(scheme, ((IPEndPoint)silent.LocalEndpoint).Port);
        (options.SdsConnectSeconds, options.SdsConnectionTries) = (1, 2);
        var watch = Stopwatch.StartNew();

        Assert.Contains("no connection within 1 seconds", await ErrorAsync(options), StringComparison.Ordinal);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1.9), $"It took {watch.Elapsed}");
        using var first = await silent.AcceptSocketAsync();
        using var second = await silent.AcceptSocketAsync();
        Assert.False(silent.Pending());
    }

    [CertificateTheory]
    [Case("SDS-8", "", "closed the connection", 3)]
    [Case("SDS-8", "HTTP/1.1 400 Bad Request\r\n\r\n", "SDS cannot be reached", 3)]
    public async Task A_server_that_is_not_a_directory_is_a_failure_after_all_tries(string id, string answer, string message, int tries)
    {
        Assert.NotEmpty(id);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answered = AnswerAsync(listener, answer, tries);

        Assert.Contains(message, await ErrorAsync(Options("ldap", ((IPEndPoint)listener.LocalEndpoint).Port)), StringComparison.Ordinal);
        await answered.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(listener.Pending());
    }

    [CertificateFact]
    [Requirement("SDS-8")]
    public async Task An_unreachable_server_is_reported_in_one_clear_line() =>
        Assert.Contains("SDS cannot be reached", await ErrorAsync(Options("ldap", 9)), StringComparison.Ordinal);

    [SkippableFact]
    [Requirement("SDS-9")]
    public async Task A_lost_connection_is_opened_again()
    {
        await using var slapd = await Slapd.StartAsync(Registered.Sample.Ldif());
        using var directory = SdsDirectory.Of(slapd.Secure())!;
        Assert.Null(await ErrorAsync(directory));

        await slapd.StopAsync();
        await slapd.StartAsync();
        Assert.Null(await ErrorAsync(directory));

        await slapd.StopAsync();
        Assert.Contains("SDS cannot be reached", await ErrorAsync(directory), StringComparison.Ordinal);
        await slapd.StartAsync();
        Assert.Null(await ErrorAsync(directory));
    }

    [SkippableFact]
    [Requirement("SDS-9")]
    public async Task A_server_that_stops_during_a_search_is_a_failure()
    {
        await using var slapd = await Slapd.StartAsync(Registered.Sample.Ldif());
        var options = slapd.Secure();
        options.SdsBaseDn = Slow;

        var search = ErrorAsync(options);
        await Task.Delay(1000);
        await slapd.StopAsync();

        Assert.Contains("closed the connection before it had answered", await search, StringComparison.Ordinal);
        await slapd.StartAsync();
    }

    [SkippableFact]
    [Requirement("SDS-8")]
    public async Task A_caller_that_gives_up_does_not_wait_for_the_server()
    {
        var options = (await Slapd.SampleAsync()).Secure();
        (options.SdsBaseDn, options.SdsQuerySeconds) = (Slow, 30);
        using var directory = SdsDirectory.Of(options)!;
        using var waitLimit = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => directory.FindMhsAsync("A20047", Registered.Search, waitLimit.Token));
    }

    [SkippableFact]
    [Requirement("SDS-10")]
    public async Task Attribute_and_class_names_may_be_in_any_case()
    {
        await using var slapd = await Slapd.StartAsync(
            Registered.Sample.Ldif(), schema => schema.Replace("nhsMHSEndPoint", "NHSmhsENDPOINT", StringComparison.Ordinal)
                .Replace("nhsMHSPartyKey", "nhsMhsPartykey", StringComparison.Ordinal)
                .Replace("nhsIDCode", "nhsidcode", StringComparison.Ordinal)
                .Replace("'nhsMhs'", "'NHSMHS'", StringComparison.Ordinal));
        using var directory = SdsDirectory.Of(slapd.Plain())!;

        Assert.Null(await ErrorAsync(directory));
    }

    [CertificateFact]
    [Requirement("SDS-16")]
    public async Task Another_process_cannot_use_the_connection()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        using var connection = new LdapRelay(await ConnectAsync(server));
        using var far = await server.AcceptTcpClientAsync();
        await far.GetStream().WriteAsync("x"u8.ToArray());

        using var other = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec 3<>/dev/tcp/127.0.0.1/{connection.Port}; head -c 1 <&3 2>/dev/null | wc -c"]) { RedirectStandardOutput = true })!;
        Assert.Equal("0", (await other.StandardOutput.ReadToEndAsync()).Trim());

        using var own = new TcpClient(AddressFamily.InterNetwork);
        await own.ConnectAsync(IPAddress.Loopback, connection.Port);
        Assert.Equal('x', own.GetStream().ReadByte());
    }

    [Fact]
    [Requirement("SDS-9")]
    public async Task A_connection_that_the_client_closes_is_not_an_error_of_the_server()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        using var connection = new LdapRelay(await ConnectAsync(server));
        using var own = new TcpClient(AddressFamily.InterNetwork);
        await own.ConnectAsync(IPAddress.Loopback, connection.Port);

        connection.Dispose();

        Assert.Null(await connection.Ended);
    }

    private static async Task<Stream> ConnectAsync(TcpListener server)
    {
        server.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)server.LocalEndpoint);
        return client.GetStream();
    }

    private static async Task AnswerAsync(TcpListener listener, string answer, int times)
    {
        for (var time = 0; time < times; time++)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().ReadExactlyAsync(new byte[1]);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        }
    }

    private static TestSettings Options(string scheme, int port) => new()
    {
        SdsLdap = new Uri($"{scheme}://127.0.0.1:{port}"),
        SdsClientCertificate = TestAuthority.PathOf("valid.pem"),
        SdsClientKey = TestAuthority.PathOf("client.key"),
        SdsRoots = TestAuthority.PathOf("ca/ca.pem"),
    };

    private static async Task<string?> ErrorAsync(TestSettings options)
    {
        using var directory = SdsDirectory.Of(options)!;
        return await ErrorAsync(directory);
    }

    private static async Task<string?> ErrorAsync(ISpineDirectory directory)
    {
        var found = await new SdsSession(directory).FindEndpointAsync("A20047", Registered.Search, default);
        if (found.Try(out _, out var error))
        {
            return null;
        }

        Assert.Equal(SdsFailureKind.Unavailable, error.Kind);
        return error.Message;
    }
}
