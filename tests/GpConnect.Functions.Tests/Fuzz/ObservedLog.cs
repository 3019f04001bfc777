using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GpConnect.Functions.Tests.Fuzz;

/// <summary>What a provider has logged since it was last looked at.</summary>
internal sealed class ObservedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> lines = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue((logLevel, $"{formatter(state, exception)}{exception}"));

    /// <returns>An error, or a line that tells what must not be told; null when there is none.</returns>
    public string? Fault(IReadOnlyList<string> secrets)
    {
        string? fault = null;
        while (lines.TryDequeue(out var line))
        {
            if (line.Level >= LogLevel.Error)
            {
                fault ??= $"logged {line.Text}";
            }
            else if (Secrets.ToldInLog(line.Text, secrets))
            {
                fault ??= "the log tells a secret of the input";
            }
        }

        return fault;
    }

    public void Clear() => lines.Clear();

    public void Dispose()
    {
    }
}
