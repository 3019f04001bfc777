using System.CommandLine;
using System.CommandLine.Help;

namespace GpConnect.Functions.Commands;

/// <summary>The verbs of the executable. Without one it serves.</summary>
internal static class CommandLine
{
    private const int UsageError = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("GP Connect Foundations provider. Without a command it serves, like 'serve'.")
        {
            ServeCommand.Create(),
            TokenCommand.Create(),
        };
        root.Options.Add(CommonOptions.Data);
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
    }
}
