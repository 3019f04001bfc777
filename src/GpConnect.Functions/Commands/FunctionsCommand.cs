using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.Practices;

namespace GpConnect.Functions.Commands;

/// <summary>Writes the function folders of a published app; 'dotnet publish' runs it.</summary>
internal static class FunctionsCommand
{
    private static readonly Argument<DirectoryInfo> Folder = new Argument<DirectoryInfo>("folder")
    {
        Description = "The published app",
    }.AcceptExistingOnly();

    private static readonly Option<string> ServiceRoot = new("--service-root")
    {
        Description = "Path in front of [base], as in setting GPCONNECT_SERVICEROOT",
        HelpName = "path",
        DefaultValueFactory = _ => new ServiceRootOptions().ServiceRoot,
    };

    public static Command Create()
    {
        var command = new Command("functions", "Write the function folders of a published app") { Folder, ServiceRoot };
        command.Hidden = true;
        command.SetAction(parsed => FunctionFolders.Write(parsed.GetRequiredValue(Folder).FullName, Valid(parsed.GetRequiredValue(ServiceRoot))));
        return command;
    }

    private static string Valid(string serviceRoot)
    {
        var options = new ServiceRootOptions();
        var results = new List<ValidationResult>();
        var context = new ValidationContext(options) { MemberName = nameof(options.ServiceRoot) };
        if (!Validator.TryValidateProperty(serviceRoot, context, results))
        {
            throw new CommandException($"--service-root: {results[0].ErrorMessage}", 2);
        }

        // The Functions host keeps these paths for itself.
        return serviceRoot.Split('/')[1].ToLowerInvariant() is "admin" or "runtime"
            ? throw new CommandException("--service-root: a Functions host serves no path below /admin or /runtime", 2)
            : serviceRoot;
    }
}
