using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.Connections;

namespace GpConnect.Provider.Hosting;

/// <summary>
/// Connections that have not sent a request yet or, over TLS, have not shown a trusted certificate (docs/limits.md). Any
/// client can open those, so they get a small share of all connections, and seconds instead of the keep-alive time.
/// </summary>
internal sealed class NewConnections(LimitOptions options, TimeProvider clock)
{
    /// <summary>
    /// From the first packet to the end of the first request's headers, including the handshake. The headers alone may take five of
    /// these seconds.
    /// </summary>
    public static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(10);

    private readonly LinkedList<NewConnection> oldestFirst = [];
    private readonly Lock gate = new();

    /// <summary>How many may be open at once.</summary>
    private int Share => options.MaximumConnections / 8;

    /// <summary>Serves a connection from its first packet to its end.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var newConnection = new NewConnection(this, connection, WaitLimit, clock);
        Add(newConnection);
        try
        {
            connection.Features.Set(newConnection);
            await next(connection);
        }
        finally
        {
            newConnection.Leave();
        }
    }

    public void Remove(LinkedListNode<NewConnection> node)
    {
        lock (gate)
        {
            node.List?.Remove(node);
        }
    }

    /// <summary>
    /// Closes the oldest connection when the share is used up. If the newest were closed instead, a client that fills the share would
    /// keep all others out; a legitimate caller needs its slot only for a moment.
    /// </summary>
    private void Add(NewConnection newConnection)
    {
        NewConnection? oldest = null;
        lock (gate)
        {
            if (oldestFirst.Count == Share)
            {
                oldest = oldestFirst.First!.Value;
                oldestFirst.RemoveFirst();
            }

            oldestFirst.AddLast(newConnection.Place);
        }

        oldest?.Close();
    }
}
