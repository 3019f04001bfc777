using System.CommandLine;
using System.CommandLine.Help;
using System.Data.Common;

namespace GpConnect.Functions.Commands;

/// <summary>The verbs of the executable. Without one it serves.</summary>
internal static class CommandLine
{
    private const int Failure = 1;
    private const int UsageError = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("GP Connect Foundations provider. Without a command it serves, like 'serve'.")
        {
            ServeCommand.Create(),
            ImportCommand.Create(),
            TokenCommand.Create(),
        };
        root.Options.Add(CommonOptions.Data);
        ServeCommand.AddOptions(root);
        root.SetAction(ServeCommand.RunAsync);

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            await Console.Error.WriteLineAsync($"{parsed.Errors[0].Message} Try --help.");
            return UsageError;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return exception.ExitCode;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DbException)
        {
            await Console.Error.WriteLineAsync($"The store or a file cannot be used: {exception.GetBaseException().Message}");
            return Failure;
        }
    }
}
