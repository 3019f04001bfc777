using GpConnect.Provider.Requests;
using Microsoft.AspNetCore.Connections;

namespace GpConnect.Provider.Hosting;

/// <summary>
/// Connections that have not sent a request yet or, over TLS, have not shown a trusted certificate (docs/limits.md). Anybody can
/// open those, so they have a small share of all connections and seconds instead of the keep-alive time.
/// </summary>
internal sealed class NewConnections(LimitOptions options, TimeProvider clock)
{
    /// <summary>From the first packet to the end of the first request's headers, handshake included. The headers alone may take five of these seconds.</summary>
    public static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(10);

    private readonly LinkedList<NewConnection> oldestFirst = [];
    private readonly Lock gate = new();

    /// <summary>How many there may be at once.</summary>
    private int Share => options.MaximumConnections / 8;

    /// <summary>A connection from its first packet to its end.</summary>
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

    public void Remove(LinkedListNode<NewConnection> place)
    {
        lock (gate)
        {
            place.List?.Remove(place);
        }
    }

    /// <summary>
    /// Over the share the oldest has to go. If the newest had to, whoever fills the share would keep everybody else out; a caller
    /// in earnest needs its place only for a moment.
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
