using System.CommandLine;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.Pipeline;
using GpConnect.Functions.Practices;

namespace GpConnect.Functions.Commands;

/// <summary>Serves on loopback until Ctrl-C.</summary>
internal static class ServeCommand
{
    private static readonly Option<int?> Port = new("--port")
    {
        Description = "Port on loopback (setting GPCONNECT_PORT; 7071 unless set)",
        Recursive = false,
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serve the interactions on loopback");
        command.Options.Add(Port);
        command.SetAction(RunAsync);
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = CommonOptions.Read(parsed);
        options.Port = parsed.GetValue(Port) ?? options.Port;
        await using var app = StandaloneHost.Build(options);
        await app.StartAsync(cancellation);
        await GreetAsync(app, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task GreetAsync(WebApplication app, CancellationToken cancellation)
    {
        var practices = await app.Services.GetRequiredService<IPracticeStore>().ListAsync(cancellation);
        var root = app.Services.GetRequiredService<ServiceRoot>();
        foreach (var practice in practices)
        {
            Console.WriteLine($"{app.Urls.First()}{root.UrlOf(practice.OdsCode)} ODS {practice.OdsCode} ASID {practice.Asid}");
        }
    }
}
