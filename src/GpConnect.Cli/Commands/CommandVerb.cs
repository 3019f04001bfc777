using System.CommandLine;

namespace GpConnect.Cli.Commands;

internal static class CommandVerb
{
    /// <param name="symbols">Arguments and options of the command, in the order of the help text.</param>
    public static Command Create(string name, string description, params ReadOnlySpan<Symbol> symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        return command;
    }
}
