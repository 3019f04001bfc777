using System.CommandLine;
using System.Net;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Storage.Sqlite;

namespace GpConnect.Cli.Commands;

/// <summary>Options that several commands have, and the settings they override.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the embedded store (setting GPCONNECT_DATAFOLDER)",
        HelpName = "folder",
        Recursive = true,
    };

    public static Option<int?> Port() =>
        TypedOptions.Number("--port", "Port to listen on (setting GPCONNECT_PORT; 7071 unless set)", "port", IPEndPoint.MinPort, IPEndPoint.MaxPort);

    /// <summary>The settings from the environment, overridden by those of the command line.</summary>
    /// <exception cref="CommandException">Settings are invalid; the message has a line for each.</exception>
    public static ProviderSettings Read(ParseResult parsed)
    {
        var (settings, errors) = SettingsReader.Read(KnownSettings.Names, Environment.GetEnvironmentVariables());
        if (parsed.GetValue(Data) is { } folder)
        {
            settings = settings.With(settings.Get<EmbeddedStoreOptions>() with { DataFolder = folder });
        }

        return errors.Concat(SettingsReader.Errors(KnownSettings.Names, settings)).ToList() is { Count: > 0 } all
            ? throw SettingError(all)
            : settings;
    }

    /// <param name="errors">Sentences without their full stops.</param>
    public static CommandException SettingError(params IEnumerable<string> errors) =>
        new(SettingsReader.Sentences(errors));
}
