using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Testing.Emulators;

/// <summary>Handles a request. <paramref name="forward"/> lets the server carry it out and returns the server's answer.</summary>
internal delegate Task Fault(HttpContext context, Func<Task<StoredAnswer>> forward);

internal static class InjectedFaults
{
    /// <summary>No fault: forwards the request and returns the server's answer.</summary>
    public static Fault None { get; } = async (context, forward) => await (await forward()).WriteAsync(context.Response);

    /// <summary>The connection is closed, and the server never gets the request.</summary>
    public static Fault Drop { get; } = (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>The server never gets the request, and the client gets no answer.</summary>
    public static Fault Hang { get; } = (context, _) => UntilClientLeavesAsync(context);

    /// <summary>The server carries out the request, then the connection is closed.</summary>
    public static Fault LoseAnswer { get; } = async (context, forward) =>
    {
        await forward();
        context.Abort();
    };

    /// <summary>The server carries out the request, and the client gets no answer.</summary>
    public static Fault HoldAnswer { get; } = async (context, forward) =>
    {
        await forward();
        await UntilClientLeavesAsync(context);
    };

    /// <summary>Answers with this status; the server never gets the request.</summary>
    public static Fault Answer(int status, int subStatus = 0, TimeSpan? retryAfter = null) => (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-substatus"] = subStatus.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-ms-request-charge"] = "0";
        if (retryAfter is { } wait)
        {
            context.Response.Headers["x-ms-retry-after-ms"] = wait.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsync("{\"code\":\"Injected\",\"message\":\"injected\"}");
    };

    /// <summary>Waits, then forwards the request and returns the server's answer.</summary>
    public static Fault Delay(TimeSpan time) => async (context, forward) =>
    {
        await Task.Delay(time, context.RequestAborted);
        await None(context, forward);
    };

    private static Task UntilClientLeavesAsync(HttpContext context) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
}
