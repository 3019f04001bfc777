using Microsoft.AspNetCore.Connections;

namespace GpConnect.Provider.Hosting;

/// <summary>A connection that is closed after a while unless it is admitted.</summary>
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

    /// <summary>Among the others.</summary>
    public LinkedListNode<NewConnection> Place { get; }

    public bool IsAdmitted { get; private set; }

    public void Close()
    {
        if (!IsAdmitted)
        {
            connection.Abort(new ConnectionAbortedException("The connection has shown too little for too long"));
        }
    }

    /// <summary>It is no newcomer any more, or there is no connection any more.</summary>
    public void Leave()
    {
        IsAdmitted = true;
        deadline.Dispose();
        all.Remove(Place);
    }
}
