using System.Text;
using GpConnect.SimulatedHost;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Fuzz;

namespace GpConnect.Fuzz;

/// <summary>Sends the input as part of a request to a simulated Functions host.</summary>
internal sealed class HostedReader(RequestReader reader, FunctionsHost host) : IReader
{
    /// <summary>A request that the host forwards and the worker's server refuses is answered after 15 seconds.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    /// <summary>For a request that announces a body and may not hold it.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Statuses with which the host's server refuses what is not HTTP or too long, and the host a verb or a path of its own.</summary>
    private static readonly int[] OfHost = [400, 401, 404, 405, 408, 411, 413, 414, 431, 501, 505];

    private readonly int worker = host.Process.Id;
    private int lines;

    public string Name => reader.Name;

    public IReadOnlyList<byte[]> Seeds => reader.Seeds;

    public async Task<string?> TryAsync(byte[] input, Action? done = null)
    {
        var request = reader.Compose(input);
        var text = Encoding.Latin1.GetString(request);
        if (CannotBeForwarded(text))
        {
            return null;
        }

        var mayBeUnfinished = text.Contains("content-length", StringComparison.OrdinalIgnoreCase) || text.Contains("transfer-encoding", StringComparison.OrdinalIgnoreCase);
        var exchange = await Exchange.RunAsync(host.Url.Port, request, mayBeUnfinished ? ShortWait : TimeSpan.FromSeconds(30));
        done?.Invoke();
        return (exchange.IsUnfinished && mayBeUnfinished ? null : Validate(text, exchange)) ?? ValidateWorker(Secrets.NumbersOf(input));
    }

    /// <summary>
    /// A header beyond ASCII, or a host name with a label of over 63 characters, does not leave the host: it answers for itself, after
    /// 15 seconds (docs/functions-host.md).
    /// </summary>
    private static bool CannotBeForwarded(string request)
    {
        var head = request.Split("\r\n\r\n", 2)[0];
        return head.Any(character => !char.IsAscii(character))
            || head.Split('\n').Where(line => line.StartsWith("Host", StringComparison.OrdinalIgnoreCase)).Any(line => line.Split(':', '.').Any(label => label.Trim().Length > 63));
    }

    private static string? Validate(string request, Exchange exchange)
    {
        if (exchange.Elapsed > Slow)
        {
            return $"the answer took {exchange.Elapsed.TotalSeconds:F0} seconds";
        }

        try
        {
            var verb = request.Split(' ', 2)[0];
            foreach (var answer in exchange.Answers(verb))
            {
                if (!OfHost.Contains(answer.Status) || answer.Body.Length > 0 || answer.Header("Cache-Control") is not null)
                {
                    ResponseRules.Check(verb.ToUpperInvariant(), new ApiResponse(answer));
                }
            }

            return exchange.Answer.Length == 0 ? "the connection was closed without an answer" : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"the answer breaks a rule: {exception.Message}";
        }
    }

    /// <summary>Whether the worker lives on, and what it has written since the last input.</summary>
    private string? ValidateWorker(IReadOnlyList<string> secrets)
    {
        if (host.Process.Id != worker || host.Process.HasExited)
        {
            return "the worker ended";
        }

        var written = host.Output.Skip(lines).ToList();
        lines += written.Count;
        return Secrets.Reveals(string.Join('\n', written), secrets)
            ? "a secret of the input is in the log"
            : written.Find(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal));
    }
}
