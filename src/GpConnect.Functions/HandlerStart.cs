using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Background;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Settings;
using GpConnect.Provider.Hosting;
using GpConnect.Provider.Tokens;

namespace GpConnect.Functions;

/// <summary>Starts the custom handler for a Functions host. A start that fails prints one line, or one for each invalid setting.</summary>
internal static class HandlerStart
{
    private const int Failure = 1;

    public static async Task<int> RunAsync()
    {
        using var safe = SafeWriter.Install();
        try
        {
            return await ServeAsync();
        }
        catch (StoreUnavailableException exception)
        {
            return Fail(exception.Message);
        }
        catch (ValidationException exception)
        {
            return Fail(SettingsReader.Sentences(KnownSettings.Names.Name(exception.Message.ReplaceLineEndings(" "))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or DbException or RecordException or SocketException)
        {
            return Fail($"The store or a file cannot be used: {exception.GetBaseException().Message}");
        }
    }

    private static async Task<int> ServeAsync()
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

        if (Environment.GetEnvironmentVariable(CustomHandlerHost.PortVariable) is not { } variable)
        {
            return Fail($"{CustomHandlerHost.PortVariable} is not set; a Functions host sets it, and 'gpconnect' serves without one.");
        }

        if (!ushort.TryParse(variable, CultureInfo.InvariantCulture, out var port))
        {
            return Fail($"{CustomHandlerHost.PortVariable} is not a port.");
        }

        var endpoint = settings.Get<EndpointOptions>();
        if (endpoint.ServerCertificate is not null)
        {
            return Fail(SettingsReader.Sentences("GPCONNECT_SERVERCERTIFICATE is not for a Functions host, whose front end has the certificate"));
        }

        AuditAnchors.RequireFile(settings.Get<AuditOptions>());
        await using var app = CustomHandlerHost.Build(settings.With(endpoint with { Port = port }));
        await app.RunAsync();
        return 0;
    }

    private static int Fail(string lines)
    {
        SafeWriter.WriteLines(Console.Error, lines);
        return Failure;
    }
}
