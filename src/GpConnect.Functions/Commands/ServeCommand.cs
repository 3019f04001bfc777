using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using GpConnect.Functions.Audit;
using GpConnect.Functions.Hosting;
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
        var options = CommonOptions.Read(parsed);
        AuditAnchors.DemandFile(options);
        return Environment.GetEnvironmentVariable(CustomHandlerHost.PortVariable) is { } handlerPort
            ? await HandleAsync(options, handlerPort, cancellation)
            : await ServeAsync(options, parsed, cancellation);
    }

    private static async Task<int> HandleAsync(ProviderOptions options, string port, CancellationToken cancellation)
    {
        if (!ushort.TryParse(port, CultureInfo.InvariantCulture, out var number))
        {
            throw new CommandException($"{CustomHandlerHost.PortVariable} is not a port.");
        }

        if (options.ServerCertificate is not null)
        {
            throw CommonOptions.SettingFault("GPCONNECT_SERVERCERTIFICATE is not for a Functions host, whose front end has the certificate");
        }

        options.Port = number;
        await using var app = CustomHandlerHost.Build(options);
        await StartAsync(app, options, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task<int> ServeAsync(ProviderOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        if (options.ClientCertificateHeader is not null)
        {
            throw CommonOptions.SettingFault("GPCONNECT_CLIENTCERTIFICATEHEADER is for a Functions host; here anybody could send that header");
        }

        options.Port = parsed.GetValue(Port) ?? options.Port;
        await using var app = StandaloneHost.Build(options);
        CommandStore.TellOfNewStore(app.Services);
        var allowsSamples = parsed.GetValue(Samples);
        if (!allowsSamples)
        {
            await FirstStart.KeepSamplesHereAsync(app.Services, cancellation);
        }

        if (!parsed.GetValue(NoSamples) && (allowsSamples || StandaloneHost.IsLocal(options)))
        {
            await FirstStart.ImportSamplesAsync(app.Services, cancellation);
        }

        await StartAsync(app, options, cancellation);
        await Greeting.WriteAsync(app, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task StartAsync(WebApplication app, ProviderOptions options, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new CommandException($"Port {options.Port} cannot be used: {exception.GetBaseException().Message}. Choose another with --port.");
        }
    }
}
