namespace GpConnect.Cli.Commands;

/// <summary>Ends a command with one clear line. The message is written for the operator and holds no patient data.</summary>
internal sealed class CommandException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode => exitCode;
}
