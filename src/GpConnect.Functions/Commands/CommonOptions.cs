using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Commands;

/// <summary>Options of every command, and the settings they override.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the embedded store (setting GPCONNECT_DATAFOLDER)",
        HelpName = "folder",
        Recursive = true,
    };

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
