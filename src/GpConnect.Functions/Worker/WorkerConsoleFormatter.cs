using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace GpConnect.Functions.Worker;

/// <summary>
/// One line for each message, like those of the standalone host, with the id of the invocation. The formatters of the framework would
/// also show the worker's own scope, a list whose text is the name of its type.
/// </summary>
internal sealed class WorkerConsoleFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "worker";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write($"{LevelOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}]");
        scopeProvider?.ForEachScope(WriteInvocation, textWriter);
        textWriter.Write($" {OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception))}");
        textWriter.WriteLine(logEntry.Exception is { } exception ? $" {OneLine(exception.ToString())}" : "");
    }

    private static void WriteInvocation(object? scope, TextWriter writer)
    {
        if (scope is InvocationScope invocation)
        {
            writer.Write($" => Functions invocation {invocation.Id}");
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
