using System.CommandLine;
using GpConnect.Foundations.Practices;
using GpConnect.Functions;

namespace GpConnect.Cli.Commands;

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

    private static string Valid(string serviceRoot) =>
        FunctionFolders.ErrorOf(serviceRoot) is { } error ? throw new CommandException($"--service-root: {error}", 2) : serviceRoot;
}
