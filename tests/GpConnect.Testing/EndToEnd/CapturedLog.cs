using System.Text;
using Microsoft.Extensions.Logging;

namespace GpConnect.Testing.EndToEnd;

/// <summary>Captures everything that a provider logs, including scopes and whole exceptions.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly StringBuilder text = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        lock (text)
        {
            text.Append(state).AppendLine();
        }

        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (text)
        {
            text.Append(logLevel).Append(' ').Append(formatter(state, exception)).Append(exception).AppendLine();
        }
    }

    public string Text()
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    public void Dispose()
    {
    }
}
