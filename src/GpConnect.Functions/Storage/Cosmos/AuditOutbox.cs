using System.Text;
using GpConnect.Functions.Audit;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Functions.Storage.Cosmos;

/// <summary>
/// Takes the audit entries that were committed with a change to the trail, whichever process left them. An entry is deleted
/// after the trail has it, so that after a crash it may be there twice, but never not at all.
/// </summary>
internal sealed partial class AuditOutbox(CosmosDatabase database, CosmosCalls calls, IAuditTrail trail, TimeProvider clock, ILogger<AuditOutbox> logger) : BackgroundService
{
    /// <summary>After a start's own work, and before an instance that was started for one request is gone again.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly QueryDefinition Waiting = new QueryDefinition("SELECT * FROM c WHERE c.kind = @kind").WithParameter("@kind", Documents.AuditKind);

    /// <summary>Moves what waits now.</summary>
    public async Task MoveAsync(CancellationToken cancellation)
    {
        await foreach (var document in calls.QueryAsync(database.Records, Waiting, cancellation))
        {
            await trail.AppendAsync(new AuditEntry(document.Text("entry"u8)!));
            var (id, partition) = (Property(document, "id"u8), Property(document, "practice"u8));
            await calls.WriteAsync("delete", token => database.Records.DeleteItemStreamAsync(id, new PartitionKey(partition), cancellationToken: token));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FirstLook, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            timer.Period = Interval;
            try
            {
                await MoveAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The entries are durable where they are; the next round tries again.
                LogDelayed(logger, exception.GetType().Name);
            }
        }
    }

    private static string Property(CosmosDocument document, ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(document.Text(name)!);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Audit entries stay in the outbox for now: {Exception}")]
    private static partial void LogDelayed(ILogger logger, string exception);
}
