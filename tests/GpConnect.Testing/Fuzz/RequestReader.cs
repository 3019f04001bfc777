using System.Security.Cryptography;
using System.Text;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.Fuzz;

/// <summary>Sends the input as part of a request, over HTTP, to the running provider.</summary>
/// <param name="compose">Makes the whole request from an input.</param>
/// <param name="refusals">Statuses with which the server itself refuses what is not HTTP or too long (limits.md).</param>
internal sealed class RequestReader(
    string name, FuzzedProvider provider, IReadOnlyList<byte[]> seeds, Func<byte[], byte[]> compose, params int[] refusals) : IReader
{
    private const int Repetitions = 2;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>For a request that announces a body and may not hold it.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(3);

    /// <summary>Statuses that the bytes of a caller may cause; 500, 503 and 429 are not among them.</summary>
    private static readonly int[] Documented = [200, 304, 400, 403, 404, 409, 413, 415, 422, 495, 496, 501];

    /// <summary>Hashes of answers that passed the checks: most inputs get one that has been seen.</summary>
    private readonly HashSet<string> passed = [];

    public string Name => name;

    public IReadOnlyList<byte[]> Seeds => seeds;

    /// <summary>Whether the input is an answer of PDS, after which PDS may count as unavailable. No request can cause that.</summary>
    public bool IsOfPds { get; init; }

    /// <summary>The whole request that has the input in it.</summary>
    public byte[] Compose(byte[] input) => compose(input);

    public async Task<string?> TryAsync(byte[] input, Action? done = null)
    {
        var request = compose(input);
        var numbers = Secrets.NumbersOf(input);
        var text = Encoding.Latin1.GetString(request);
        var mayBeUnfinished = refusals.Contains(400) && AnnouncesBody(text);
        var exchange = await Exchange.RunAsync(provider.Port, request, mayBeUnfinished ? ShortWait : LongWait);
        done?.Invoke();
        if (mayBeUnfinished && exchange.IsUnfinished)
        {
            return provider.Log.Error(numbers) ?? await provider.Trail.ValidateAsync();
        }

        var trail = await ValidateTrailAsync(text, exchange);

        // Repeat it alone, because a busy machine may have caused the delay.
        for (var again = 0; exchange.Elapsed > Slow && again < Repetitions; again++)
        {
            exchange = await Exchange.RunAsync(provider.Port, request, LongWait);
            trail ??= await ValidateTrailAsync(text, exchange);
        }

        var error = Validate(text, exchange, numbers) ?? trail;
        if (exchange.Answer.AsSpan().StartsWith("HTTP/1.1 200"u8) && request.AsSpan().StartsWith("POST"u8))
        {
            provider.Restore();
        }

        return error;
    }

    /// <summary>
    /// The processor time of the process for one exchange, a small part of it for sending and receiving, and a summary of the answer.
    /// </summary>
    public async Task<(TimeSpan Time, string Answer)> CostAsync(byte[] input)
    {
        var request = compose(input);
        var waitLimit = refusals.Contains(400) && AnnouncesBody(Encoding.Latin1.GetString(request)) ? ShortWait : LongWait;
        var before = Environment.CpuUsage.TotalTime;
        var exchange = await Exchange.RunAsync(provider.Port, request, waitLimit);
        var time = Environment.CpuUsage.TotalTime - before;
        provider.Log.Clear();
        if (exchange.Answer.AsSpan().StartsWith("HTTP/1.1 200"u8) && request.AsSpan().StartsWith("POST"u8))
        {
            provider.Restore();
        }

        return (time, exchange.Summary());
    }

    private string? Validate(string request, Exchange exchange, IReadOnlyList<string> secrets)
    {
        if (provider.Log.Error(secrets) is { } logged)
        {
            return logged;
        }

        if (exchange.IsUnfinished)
        {
            return "no answer within three seconds";
        }

        if (exchange.Elapsed > Slow)
        {
            return "the answer took more than a second";
        }

        if (exchange.Answer.Length == 0)
        {
            return "the connection was closed without an answer";
        }

        try
        {
            var verb = VerbOf(request);
            return exchange.Answers(verb).Select(answer => Validate(request, verb, answer, secrets)).FirstOrDefault(error => error is not null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"the answer breaks a rule: {exception.Message}";
        }
    }

    private string? Validate(string request, string verb, RawResponse answer, IReadOnlyList<string> secrets)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        if (answer.Status >= 400 && Secrets.Reveals(text, secrets))
        {
            return $"{answer.Status} reveals a secret of the input";
        }

        if (!IsOfRequest(request, answer))
        {
            return null;
        }

        if (!Documented.Contains(answer.Status) && !(IsOfPds && IsWithoutPds(answer, text)))
        {
            return $"{answer.Status} is not documented for what a caller sends";
        }

        if (passed.Add(Hash(verb, answer, text)))
        {
            ResponseRules.Check(verb, new ApiResponse(answer));
        }

        return null;
    }

    /// <summary>
    /// Checks that the trail has one record for each answer, with its status. The check of the answer reports what cannot be parsed.
    /// </summary>
    private async Task<string?> ValidateTrailAsync(string request, Exchange exchange)
    {
        List<int>? statuses = null;
        try
        {
            statuses = [.. exchange.Answers(VerbOf(request)).Where(answer => IsOfRequest(request, answer)).Select(answer => answer.Status)];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The records can still be read.
        }

        return await provider.Trail.ValidateAsync(exchange.IsUnfinished ? null : statuses);
    }

    private static string VerbOf(string request) => request.Split(' ', 2)[0];

    /// <summary>Whether the answer is one of the API, so that the trail has a record of it.</summary>
    private bool IsOfRequest(string request, RawResponse answer) => !IsRefusal(answer) && !IsHealth(request, answer);

    private static bool IsWithoutPds(RawResponse answer, string text) =>
        answer.Status == 500 && text.Contains("PDS is unavailable, so the NHS number cannot be verified", StringComparison.Ordinal);

    private static bool AnnouncesBody(string request) =>
        request.Contains("content-length", StringComparison.OrdinalIgnoreCase) || request.Contains("transfer-encoding", StringComparison.OrdinalIgnoreCase);

    private bool IsRefusal(RawResponse answer) => refusals.Contains(answer.Status) && answer.Body.Length == 0 && answer.Header("Cache-Control") is null;

    private bool IsHealth(string request, RawResponse answer) =>
        refusals.Contains(400) && request.Contains("/health", StringComparison.OrdinalIgnoreCase) && answer.Header("Content-Type") == "application/json";

    private static string Hash(string verb, RawResponse answer, string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{verb} {answer.Status} {string.Join('\n', answer.Headers.Where(header => header.Key != "Date"))} {text}")));
}
