namespace GpConnect.Foundations.Observability;

/// <summary>The stack trace of an exception as the end of a sentence: the message before it already says "at".</summary>
internal static class StackTraces
{
    private const string At = "at ";

    public static string? Of(Exception? exception)
    {
        var trace = exception?.StackTrace?.TrimStart();
        return trace?.StartsWith(At, StringComparison.Ordinal) == true ? trace[At.Length..] : trace;
    }
}
