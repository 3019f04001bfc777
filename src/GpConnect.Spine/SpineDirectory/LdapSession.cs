using System.DirectoryServices.Protocols;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>One connection to the directory, bound anonymously: the client certificate identifies us (sds-and-pds.md §1.2).</summary>
internal sealed class LdapSession : IDisposable
{
    private readonly LdapRelay relay;
    private readonly LdapConnection connection;
    private readonly TimeSpan queryLimit;

    private LdapSession(LdapRelay relay, TimeSpan queryLimit)
    {
        (this.relay, this.queryLimit) = (relay, queryLimit);
        connection = new LdapConnection(new LdapDirectoryIdentifier(IPAddress.Loopback.ToString(), relay.Port), null, AuthType.Anonymous);
        connection.SessionOptions.ProtocolVersion = 3;

        // A referral would lead to another server, without TLS.
        connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
    }

    /// <exception cref="LdapConnectException">The connection cannot be made.</exception>
    /// <exception cref="IOException">A file with certificates cannot be read. Invalid content throws other exceptions.</exception>
    public static async Task<LdapSession> OpenAsync(SdsOptions options, CancellationToken cancellation)
    {
        var server = new LdapServer(options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(options.SdsConnectSeconds));
        try
        {
            return await BindAsync(new LdapRelay(await server.ConnectAsync(limit.Token)), TimeSpan.FromSeconds(options.SdsQuerySeconds), limit.Token);
        }
        catch (TypeInitializationException exception) when (exception.InnerException is DllNotFoundException)
        {
            throw new LdapConnectException("LDAP needs libldap, which is not installed here (Debian: libldap-2.5-0 or libldap2).", isTransient: false);
        }
        catch (AuthenticationException exception)
        {
            throw new LdapConnectException($"TLS with SDS fails: {exception.Message}", isTransient: false);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new LdapConnectException($"SDS cannot be reached: {exception.Message}", isTransient: true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LdapConnectException($"SDS cannot be reached: no connection within {options.SdsConnectSeconds} seconds.", isTransient: true);
        }
    }

    /// <exception cref="LdapException">The connection was lost.</exception>
    /// <exception cref="DirectoryOperationException">The directory refuses the search.</exception>
    /// <exception cref="TimeoutException">The search exceeds its time limit.</exception>
    public async Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation)
    {
        // The library's own time limit has no effect on Linux.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(queryLimit);
        await using var cut = limit.Token.Register(relay.Dispose);
        try
        {
            return (SearchResponse)await Task.Run(() => connection.SendRequest(request), CancellationToken.None);
        }
        catch (LdapException) when (limit.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new TimeoutException();
        }
    }

    public void Dispose()
    {
        // The relay first: closing the connection would wait for a search that is still running.
        relay.Dispose();
        connection.Dispose();
    }

    private static async Task<LdapSession> BindAsync(LdapRelay relay, TimeSpan queryLimit, CancellationToken limit)
    {
        try
        {
            await using var cut = limit.Register(relay.Dispose);
            var session = new LdapSession(relay, queryLimit);
            await Task.Run(session.connection.Bind, CancellationToken.None);
            return session;
        }
        catch (DirectoryException)
        {
            relay.Dispose();
            limit.ThrowIfCancellationRequested();

            // With TLS 1.3 a server checks the client certificate only after the handshake.
            throw await relay.Ended is { } reason
                ? new AuthenticationException(reason)
                : new IOException("it closed the connection; it may not accept the client certificate.");
        }
        catch (TypeInitializationException)
        {
            relay.Dispose();
            throw;
        }
    }
}

/// <param name="isTransient">Whether another attempt may succeed.</param>
internal sealed class LdapConnectException(string message, bool isTransient) : Exception(message)
{
    public bool IsTransient => isTransient;
}
