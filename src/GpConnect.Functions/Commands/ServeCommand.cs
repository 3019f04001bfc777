using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using GpConnect.Functions.Audit;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.MutualTls;
using GpConnect.Functions.Settings;
using GpConnect.Functions.Spine;

namespace GpConnect.Functions.Commands;

/// <summary>
/// Serves until Ctrl-C; an empty store is filled with the samples first. Started by a Functions host it is that
/// host's custom handler, which prints no greeting and imports nothing.
/// </summary>
internal static class ServeCommand
{
    private static readonly Option<int?> Port = CommonOptions.Port();

    private static readonly Option<bool> NoSamples = new("--no-samples")
    {
        Description = "Leave an empty store empty; without it the samples are imported on the first start",
    };

    private static readonly Option<bool> Samples = new("--samples")
    {
        Description = "Import and serve the samples even if other machines can call (GPCONNECT_LISTEN)",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serve the interactions until Ctrl-C");
        AddOptions(command);
        command.SetAction(RunAsync);
        return command;
    }

    public static void AddOptions(Command command)
    {
        command.Options.Add(Port);
        command.Options.Add(NoSamples);
        command.Options.Add(Samples);
    }

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        BackgroundTasks.Prepare(() =>
        {
            ResourceClaims.Prepare();
            return Task.CompletedTask;
        });
        var settings = CommonOptions.Read(parsed);
        AuditAnchors.DemandFile(settings.Get<AuditOptions>());
        return Environment.GetEnvironmentVariable(CustomHandlerHost.PortVariable) is { } handlerPort
            ? await HandleAsync(settings, handlerPort, cancellation)
            : await ServeAsync(settings, parsed, cancellation);
    }

    private static async Task<int> HandleAsync(ProviderSettings settings, string port, CancellationToken cancellation)
    {
        if (!ushort.TryParse(port, CultureInfo.InvariantCulture, out var number))
        {
            throw new CommandException($"{CustomHandlerHost.PortVariable} is not a port.");
        }

        var endpoint = settings.Get<EndpointOptions>();
        if (endpoint.ServerCertificate is not null)
        {
            throw CommonOptions.SettingFault("GPCONNECT_SERVERCERTIFICATE is not for a Functions host, whose front end has the certificate");
        }

        await using var app = CustomHandlerHost.Build(settings.With(endpoint with { Port = number }));
        await StartAsync(app, number, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task<int> ServeAsync(ProviderSettings settings, ParseResult parsed, CancellationToken cancellation)
    {
        if (settings.Get<ClientCertificateOptions>().ClientCertificateHeader is not null)
        {
            throw CommonOptions.SettingFault("GPCONNECT_CLIENTCERTIFICATEHEADER is for a Functions host; here anybody could send that header");
        }

        var endpoint = settings.Get<EndpointOptions>();
        endpoint = endpoint with { Port = parsed.GetValue(Port) ?? endpoint.Port };
        await using var app = StandaloneHost.Build(settings.With(endpoint));
        CommandStore.TellOfNewStore(app.Services);
        var allowsSamples = parsed.GetValue(Samples);
        if (!allowsSamples)
        {
            await FirstStart.KeepSamplesHereAsync(app.Services, cancellation);
        }

        if (!parsed.GetValue(NoSamples) && (allowsSamples || StandaloneHost.IsLocal(endpoint)))
        {
            await FirstStart.ImportSamplesAsync(app.Services, cancellation);
        }

        await StartAsync(app, endpoint.Port, cancellation);
        await Greeting.WriteAsync(app, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task StartAsync(WebApplication app, int port, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new CommandException($"Port {port} cannot be used: {exception.GetBaseException().Message}. Choose another with --port.");
        }
    }
}
