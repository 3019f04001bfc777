using System.CommandLine;
using System.CommandLine.Help;
using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using GpConnect.Foundations;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Records;
using GpConnect.Hosting;
using Spectre.Console;

namespace GpConnect.Cli.Commands;

/// <summary>The commands of the executable. Without one it serves.</summary>
internal static class CommandLine
{
    private const int Failure = 1;
    private const int UsageError = 2;

    /// <summary>The exit code that shells use for Ctrl-C.</summary>
    private const int Interrupted = 130;

    /// <summary>Longer than the host lets accepted requests take to finish; a shorter time would cut them off.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(35);

    public static RootCommand CreateRoot()
    {
        var root = new RootCommand("GP Connect Foundations provider. Without a command it serves, like 'serve'.")
        {
            ServeCommand.Create(),
            ImportCommand.Create(),
            ExportDbsCommand.Create(),
            PracticeCommand.Create(),
            PatientCommand.Create(),
            AuditCommand.Create(),
            TokenCommand.Create(),
            SdsCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
        };
        root.Options.Add(CommonOptions.Data);
        ServeCommand.AddOptions(root);
        root.SetAction(ServeCommand.RunAsync);
        return root;
    }

    public static async Task<int> RunAsync(string[] arguments)
    {
        // A progress bar moves the cursor, so it writes to the terminal directly.
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        using var safe = SafeWriter.Install();
        var parsed = CreateRoot().Parse(arguments);
        if (parsed.Action is not HelpAction && UsageErrors.Of(parsed) is { } error)
        {
            await Console.Error.WriteLineAsync($"{error} Try --help.");
            return UsageError;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = ShutdownTimeout,
            });
        }
        catch (CommandException exception)
        {
            // Each invalid setting has its own line.
            SafeWriter.WriteLines(Console.Error, exception.Message);
            return exception.ExitCode;
        }
        catch (StoreUnavailableException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failure;
        }
        catch (StoreBusyException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} Try again.");
            return Failure;
        }
        catch (ValidationException exception)
        {
            await Console.Error.WriteLineAsync(CommonOptions.SettingError(KnownSettings.Names.Name(exception.Message.ReplaceLineEndings(" "))).Message);
            return Failure;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            await Console.Error.WriteLineAsync($"The store or a file cannot be used: {Reason(exception)}");
            return Failure;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Interrupted;
        }
    }

    /// <summary>The exception of a file names it, unlike the error of the system within.</summary>
    private static string Reason(Exception exception) => FileErrors.IsExpected(exception) ? exception.Message : exception.GetBaseException().Message;

    /// <summary>Failures that disks, permissions and other processes cause; anything else is our bug and keeps its stack trace.</summary>
    private static bool IsExpected(Exception exception) => exception
        is IOException or UnauthorizedAccessException or InvalidDataException or DbException or RecordException;
}
