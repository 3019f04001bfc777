using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace GpConnect.Harness;

/// <summary>
/// Measures how each body affects another consumer: one consumer sends the body repeatedly on 32 connections, which its limits allow,
/// while another reads a patient.
/// </summary>
internal sealed class BodyFlood(int port, TimeSpan duration, string writeToken, string readToken) : IDisposable
{
    private const int Connections = 32;

    private readonly HttpClient flood = new();
    private readonly HttpClient other = new();
    private readonly string root = $"http://127.0.0.1:{port}/{SampleData.OdsCode}/STU3/1/gpconnect";

    public static async Task<int> RunAsync(string port, string seconds, string writeToken, string readToken, string samples, string dearest)
    {
        using var run = new BodyFlood(Number(port), TimeSpan.FromSeconds(Number(seconds)), writeToken, readToken);
        var alone = await run.ReadsAsync(TimeProvider.System.GetTimestamp());
        Row("none", 0, "", alone, "");
        double? plain = null;
        foreach (var body in HostileBodies.All(samples, dearest))
        {
            var (reads, answers) = await run.MeasureAsync(body);
            var median = Median(reads);
            plain ??= median;
            Row(body.Name, body.Content.Length, answers, reads, string.Create(CultureInfo.InvariantCulture, $"{median / plain:F1}"));
        }

        return 0;
    }

    public void Dispose()
    {
        flood.Dispose();
        other.Dispose();
    }

    private async Task<(List<double> Reads, string Answers)> MeasureAsync(HostileBody body)
    {
        var answers = new ConcurrentDictionary<int, int>();
        using var end = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Connections).Select(_ => Task.Run(() => SendAsync(body, answers, end.Token))).ToList();

        // The first second is for opening connections and compiling.
        await Task.Delay(TimeSpan.FromSeconds(1));
        answers.Clear();
        var reads = await ReadsAsync(Stopwatch.GetTimestamp());
        var rates = answers.OrderBy(answer => answer.Key).Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Key}: {answer.Value / duration.TotalSeconds:F0}"));
        var text = string.Join(", ", rates);
        await end.CancelAsync();
        await Task.WhenAll(senders);
        return (reads, text);
    }

    private async Task SendAsync(HostileBody body, ConcurrentDictionary<int, int> answers, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var request = Request(HttpMethod.Post, "/Patient/$gpc.registerpatient", "200000000001", "operation:gpc.registerpatient-1", writeToken);
                request.Content = new ByteArrayContent(body.Content);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(body.MediaType);
                using var answer = await flood.SendAsync(request, end);
                answers.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // The run has ended, or the server closed the connection, as it may for a refused body.
            }
        }
    }

    /// <returns>Milliseconds of each read; a status other than success ends the run.</returns>
    private async Task<List<double>> ReadsAsync(long start)
    {
        var times = new List<double>();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var sent = Stopwatch.GetTimestamp();
            using var request = Request(HttpMethod.Get, $"/Patient/{SampleData.Id(0)}", "200000000359", "rest:read:patient-1", readToken);
            using var answer = await other.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            await Task.Delay(10);
        }

        return times;
    }

    private HttpRequestMessage Request(HttpMethod verb, string path, string asid, string interaction, string token)
    {
        var request = new HttpRequestMessage(verb, root + path);
        request.Headers.Add("Ssp-TraceID", "09a01679-2564-0fb4-5129-aecc81ea2706");
        request.Headers.Add("Ssp-From", asid);
        request.Headers.Add("Ssp-To", SampleData.Asid);
        request.Headers.Add("Ssp-InteractionID", $"urn:nhs:names:services:gpconnect:fhir:{interaction}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private static void Row(string name, int bytes, string answers, List<double> reads, string ratio) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {bytes} | {answers} | {reads.Count} | {Median(reads):F1} ms | {reads.Max():F1} ms | {ratio} |"));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
