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
/// Kestrel behind an Azure Functions host, which starts this executable and forwards HTTP to it. Of what the host adds to a
/// request only the id of the invocation is used, in logs, and the client certificate of the front end if a setting says so:
/// forwarded headers could come from anybody.
/// </summary>
internal static partial class CustomHandlerHost
{
    /// <summary>Set by the Functions host, and by nobody else.</summary>
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
            builder.Services.AddSingleton(ClientCertificates.NotAsked);
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

    /// <summary>The host asks every 25 milliseconds until there is an answer, whatever it is; that is no call to audit.</summary>
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
