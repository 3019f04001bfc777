using System.CommandLine;
using System.Net.Sockets;
using GpConnect.Cli.Hosting;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Background;
using GpConnect.Foundations.Settings;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.MutualTls;
using GpConnect.Provider.Tokens;

namespace GpConnect.Cli.Commands;

/// <summary>Serves until Ctrl-C; an empty store is filled with the samples first.</summary>
internal static class ServeCommand
{
    private static readonly Option<int?> Port = CommonOptions.Port();

    private static readonly Option<bool> NoSamples = new("--no-samples")
    {
        Description = "Leave an empty store empty; without it the samples are imported on the first start",
    };

    private static readonly Option<bool> Samples = new("--samples")
    {
        Description = "Import and serve the samples even if other machines can connect (GPCONNECT_LISTEN)",
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
        command.Validators.Add(result =>
        {
            if (result.GetValue(Samples) && result.GetValue(NoSamples))
            {
                result.AddError("Give either --samples or --no-samples.");
            }
        });
    }

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        BackgroundTasks.Prepare(() =>
        {
            ResourceClaims.Prepare();
            return Task.CompletedTask;
        });
        var settings = CommonOptions.Read(parsed);
        CommandStore.RefuseLost(settings);
        AuditAnchors.RequireFile(settings.Get<AuditOptions>());
        return await ServeAsync(settings, parsed, cancellation);
    }

    private static async Task<int> ServeAsync(ProviderSettings settings, ParseResult parsed, CancellationToken cancellation)
    {
        if (settings.Get<ClientCertificateOptions>().ClientCertificateHeader is not null)
        {
            throw CommonOptions.SettingError("GPCONNECT_CLIENTCERTIFICATEHEADER is for a Functions host; here any caller could send that header");
        }

        var endpoint = settings.Get<EndpointOptions>();
        endpoint = endpoint with { Port = parsed.GetValue(Port) ?? endpoint.Port };
        await using var app = StandaloneHost.Build(settings.With(endpoint));
        CommandStore.AnnounceNewStore(app.Services);
        var allowsSamples = parsed.GetValue(Samples);
        if (!allowsSamples)
        {
            await FirstStart.RefuseSamplesElsewhereAsync(app.Services, cancellation);
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
