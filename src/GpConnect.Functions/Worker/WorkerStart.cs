using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Background;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.Tokens;
using Grpc.Core;

namespace GpConnect.Functions.Worker;

/// <summary>Starts the worker. A start that fails prints one line, or one for each invalid setting; the host repeats it in its log.</summary>
internal static class WorkerStart
{
    private const int Failure = 1;

    /// <summary>Given by every Functions host.</summary>
    private const string HostArgument = "--functions-uri";

    public static async Task<int> RunAsync(string[] arguments)
    {
        using var safe = SafeWriter.Install();
        try
        {
            return await ServeAsync(arguments);
        }
        catch (Exception exception) when (StartErrors.Describe(exception) is { } error)
        {
            return Fail(error);
        }
        catch (OperationCanceledException)
        {
            // The host has terminated this worker while it was starting.
            return 0;
        }
        catch (RpcException)
        {
            return Fail("The Functions host does not answer, or it has closed its connection to this worker.");
        }
    }

    private static async Task<int> ServeAsync(string[] arguments)
    {
        BackgroundTasks.Prepare(() =>
        {
            ResourceClaims.Prepare();
            return Task.CompletedTask;
        });
        var (settings, errors) = SettingsReader.Read(KnownSettings.Names, Environment.GetEnvironmentVariables());
        if (errors.Concat(SettingsReader.Errors(KnownSettings.Names, settings)).ToList() is { Count: > 0 } all)
        {
            return Fail(SettingsReader.Sentences(all));
        }

        if (!arguments.Contains(HostArgument, StringComparer.Ordinal))
        {
            return Fail("This is the worker of an Azure Functions app, which a Functions host starts; 'gpconnect' serves without one.");
        }

        if (settings.Get<EndpointOptions>().ServerCertificate is not null)
        {
            return Fail(SettingsReader.Sentences("GPCONNECT_SERVERCERTIFICATE is not for a Functions host, whose front end has the certificate"));
        }

        if (settings.Get<ServiceRootOptions>().ServiceRoot.Split('/')[1].ToLowerInvariant() is "admin" or "runtime")
        {
            return Fail(SettingsReader.Sentences("GPCONNECT_SERVICEROOT must not begin with /admin or /runtime, which a Functions host keeps for itself"));
        }

        AuditAnchors.RequireFile(settings.Get<AuditOptions>());
        using var host = WorkerHost.Build(arguments, settings);
        await host.RunAsync();
        return 0;
    }

    private static int Fail(string lines)
    {
        SafeWriter.WriteLines(Console.Error, lines);
        return Failure;
    }
}
