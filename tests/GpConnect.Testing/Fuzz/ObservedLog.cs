using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.Fuzz;

/// <summary>What a provider has logged since the last check.</summary>
internal sealed class ObservedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> lines = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue((logLevel, $"{formatter(state, exception)}{exception}"));

    /// <returns>The first logged error, or that a line reveals a secret; null when there is neither.</returns>
    public string? Error(IReadOnlyList<string> secrets)
    {
        string? error = null;
        while (lines.TryDequeue(out var line))
        {
            if (line.Level >= LogLevel.Error)
            {
                error ??= $"logged {line.Text}";
            }
            else if (Secrets.RevealsInLog(line.Text, secrets))
            {
                error ??= "the log reveals a secret of the input";
            }
        }

        return error;
    }

    public void Clear() => lines.Clear();

    public void Dispose()
    {
    }
}
