using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel.DataAnnotations;
using System.Net;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Commands;

/// <summary>Options that several commands have, and the settings they override.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the embedded store (setting GPCONNECT_DATAFOLDER)",
        HelpName = "folder",
        Recursive = true,
    };

    public static Option<int?> Port()
    {
        var port = new Option<int?>("--port")
        {
            Description = "Port to listen on (setting GPCONNECT_PORT; 7071 unless set)",
            HelpName = "port",
        };
        port.Validators.Add(CheckPort);
        return port;
    }

    /// <summary>The settings from the environment with the command line's on top.</summary>
    /// <exception cref="CommandException">A setting is not valid.</exception>
    public static ProviderOptions Read(ParseResult parsed)
    {
        var options = ReadEnvironment();
        options.DataFolder = parsed.GetValue(Data) ?? options.DataFolder;
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? options
            : throw new CommandException($"Setting: {results[0].ErrorMessage}");
    }

    private static void CheckPort(OptionResult result)
    {
        if (result.GetValueOrDefault<int?>() is < 0 or > IPEndPoint.MaxPort)
        {
            result.AddError($"--port is 0 to {IPEndPoint.MaxPort}.");
        }
    }

    private static ProviderOptions ReadEnvironment()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("GPCONNECT_").Build();
        var options = new ProviderOptions();
        try
        {
            configuration.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            throw new CommandException($"Setting: {exception.Message}");
        }

        return options;
    }
}
