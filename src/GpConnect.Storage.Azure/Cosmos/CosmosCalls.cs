using System.Net;
using Azure.Identity;
using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Records;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Cosmos;

/// <summary>
/// Runs the calls to the account within a time budget, records their charge, and translates every failure into the store's own
/// terms: overload, after which the same call may be retried, or unavailability.
/// </summary>
internal sealed class CosmosCalls(CosmosDatabase database, StoreMetrics metrics)
{
    /// <summary>Budget of a command's calls and of a server's first: in it the client fetches account, container and addresses.</summary>
    private static readonly TimeSpan FirstBudget = TimeSpan.FromSeconds(15);

    /// <summary>The time that a call may take with all its retries.</summary>
    public TimeSpan Budget { get; set; } = FirstBudget;

    /// <summary>Reads one document by its id; null when there is no such document.</summary>
    public async ValueTask<CosmosDocument?> ReadAsync(Container container, string partition, string id, CancellationToken cancellation)
    {
        using var response = await RunAsync(token => container.ReadItemStreamAsync(id, new PartitionKey(partition), cancellationToken: token), cancellation);
        metrics.RecordCharge("read", (int)response.StatusCode, response.Headers.RequestCharge);
        if (IsAbsent(response.StatusCode, response.Headers))
        {
            return null;
        }

        return response.IsSuccessStatusCode ? await CosmosDocument.ReadAsync(response) : throw Error(response.StatusCode);
    }

    /// <summary>Runs a write to its end, even if the caller disconnects.</summary>
    public async ValueTask<CommitResult> WriteAsync(string operation, Func<CancellationToken, Task<ResponseMessage>> write)
    {
        using var response = await RunAsync(write, CancellationToken.None);
        metrics.RecordCharge(operation, (int)response.StatusCode, response.Headers.RequestCharge);
        return Validate(response.StatusCode, response.Headers);
    }

    public async ValueTask<CommitResult> WriteAsync(TransactionalBatch batch)
    {
        using var response = await RunAsync(batch.ExecuteAsync, CancellationToken.None);
        metrics.RecordCharge("batch", (int)response.StatusCode, response.Headers.RequestCharge);
        return Validate(response.StatusCode, response.Headers);
    }

    /// <summary>Runs a query to its end.</summary>
    /// <param name="partition">The only partition to query; null for all.</param>
    public async IAsyncEnumerable<CosmosDocument> QueryAsync(
        Container container,
        QueryDefinition query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation,
        string? partition = null)
    {
        var options = partition is null ? null : new QueryRequestOptions { PartitionKey = new PartitionKey(partition) };
        using var pages = container.GetItemQueryStreamIterator(query, requestOptions: options);
        while (pages.HasMoreResults)
        {
            using var page = await RunAsync(pages.ReadNextAsync, cancellation);
            metrics.RecordCharge("query", (int)page.StatusCode, page.Headers.RequestCharge);
            if (!page.IsSuccessStatusCode)
            {
                throw Error(page.StatusCode);
            }

            foreach (var document in await CosmosDocument.ReadPageAsync(page))
            {
                yield return document;
            }
        }
    }

    /// <summary>The SDK checks the token only between its attempts, so the wait is cut off here.</summary>
    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        budget.CancelAfter(Budget);
        try
        {
            await database.EnsureCreatedAsync().WaitAsync(budget.Token);
            return await call(budget.Token).WaitAsync(budget.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The store did not answer in time.", exception);
        }
        catch (CosmosException exception)
        {
            throw Error(exception.StatusCode, exception);
        }
        catch (HttpRequestException exception)
        {
            throw new StoreUnavailableException("The store cannot be reached.", exception);
        }
        catch (AuthenticationFailedException exception)
        {
            throw new StoreUnavailableException("There is no identity to call the store with; an operator signs in with 'az login'.", exception);
        }
    }

    /// <summary>A 404 with a sub-status has another meaning: the container is gone, or the session is not available yet.</summary>
    private static bool IsAbsent(HttpStatusCode status, Headers headers) =>
        status == HttpStatusCode.NotFound && headers["x-ms-substatus"] is null or "" or "0";

    private static CommitResult Validate(HttpStatusCode status, Headers headers) => status switch
    {
        < HttpStatusCode.BadRequest => CommitResult.Committed,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => CommitResult.Conflict,
        HttpStatusCode.NotFound when IsAbsent(status, headers) => CommitResult.Conflict,
        HttpStatusCode.RequestEntityTooLarge => throw new RecordTooLargeException(),
        _ => throw Error(status),
    };

    private static Exception Error(HttpStatusCode status, Exception? inner = null) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            ? new StoreBusyException(inner)
            : new StoreUnavailableException($"The store answered {(int)status}.", inner);
}
