using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GpConnect.Storage.Azure.Tests.Emulators;

internal enum CosmosCall
{
    /// <summary>Reads the account, a database or a container, for the SDK's own use.</summary>
    Metadata,
    Read,
    Write,
    Batch,
    Query,
}

/// <param name="Target">Path and query as sent.</param>
internal sealed record CosmosRequest(string Method, string Target, CosmosCall Call)
{
    public static CosmosRequest Of(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        return new CosmosRequest(request.Method, target, CallOf(request, target));
    }

    private static CosmosCall CallOf(HttpRequest request, string target)
    {
        bool Says(string header) => string.Equals(request.Headers[header], "true", StringComparison.OrdinalIgnoreCase);

        if (!target.Contains("/docs", StringComparison.Ordinal) || Says("x-ms-cosmos-is-query-plan-request"))
        {
            return CosmosCall.Metadata;
        }

        if (Says("x-ms-cosmos-is-batch-request"))
        {
            return CosmosCall.Batch;
        }

        if (Says("x-ms-documentdb-isquery"))
        {
            return CosmosCall.Query;
        }

        return HttpMethods.IsGet(request.Method) ? CosmosCall.Read : CosmosCall.Write;
    }
}
