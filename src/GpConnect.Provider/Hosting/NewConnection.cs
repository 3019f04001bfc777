using Microsoft.AspNetCore.Connections;

namespace GpConnect.Provider.Hosting;

/// <summary>A connection that is closed after a time limit unless it is admitted first.</summary>
internal sealed class NewConnection
{
    private readonly NewConnections all;
    private readonly ConnectionContext connection;
    private readonly ITimer deadline;

    public NewConnection(NewConnections all, ConnectionContext connection, TimeSpan waitLimit, TimeProvider clock)
    {
        (this.all, this.connection) = (all, connection);
        Place = new LinkedListNode<NewConnection>(this);
        deadline = clock.CreateTimer(_ => Close(), null, waitLimit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its node in the list of new connections.</summary>
    public LinkedListNode<NewConnection> Place { get; }

    public bool IsAdmitted { get; private set; }

    public void Close()
    {
        if (!IsAdmitted)
        {
            connection.Abort(new ConnectionAbortedException("The connection was closed before it was admitted"));
        }
    }

    /// <summary>Takes it out of the new connections, because it is admitted or has ended.</summary>
    public void Leave()
    {
        IsAdmitted = true;
        deadline.Dispose();
        all.Remove(Place);
    }
}
