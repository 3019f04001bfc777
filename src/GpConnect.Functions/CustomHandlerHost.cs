using System.Net;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Settings;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.MutualTls;
using GpConnect.Provider.Observability;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Console;

namespace GpConnect.Functions;

/// <summary>
/// Kestrel behind an Azure Functions host, which starts this executable and forwards HTTP to it. Of the headers that the host
/// adds, only two are used: the id of the invocation, for logs, and the client certificate of the front end if a setting names
/// its header. Any caller could send forwarded headers.
/// </summary>
internal static partial class CustomHandlerHost
{
    /// <summary>Set only by the Functions host.</summary>
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    private const string InvocationIdHeader = "X-Azure-Functions-InvocationId";

    private static readonly Func<ILogger, string, IDisposable?> InvocationScope =
        LoggerMessage.DefineScope<string>("Functions invocation {InvocationId}");

    public static WebApplication Build(ProviderSettings settings)
    {
        var builder = ProviderHost.CreateBuilder(settings, kestrel => kestrel.Listen(IPAddress.Loopback, settings.Get<EndpointOptions>().Port));
        var clients = settings.Get<ClientCertificateOptions>();
        if (clients.ClientCertificateHeader is { } header)
        {
            builder.Services.AddClientCertificates(clients, context => ClientCertificates.InHeader(context, header));
        }
        else
        {
            builder.Services.AddSingleton(ClientCertificates.NotRequired);
        }

        builder.AddTelemetry();
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console => console.IncludeScopes = true);

        var app = builder.Build();
        app.Use((context, next) => IsReadinessProbe(context) ? Task.CompletedTask : next(context));
        app.Use(async (context, next) =>
        {
            using var scope = InvocationId(context.Request) is { } id ? InvocationScope(app.Logger, id) : null;
            await next(context);
        });
        app.RunPipeline();
        return app;
    }

    /// <summary>Whether the host is polling for the start, every 25 milliseconds until it gets any answer; this is not audited.</summary>
    private static bool IsReadinessProbe(HttpContext context) =>
        context.Request.Method == HttpMethods.Get && context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == "/";

    private static string? InvocationId(HttpRequest request)
    {
        var id = request.Headers[InvocationIdHeader].ToString();
        return InvocationIdForm().IsMatch(id) ? id : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex InvocationIdForm();
}
