using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Testing.CrashSafety;

/// <summary>Many concurrent consumers that register, read, search and send invalid requests until the provider is gone.</summary>
/// <param name="people">The people to register; each is taken once.</param>
internal sealed class Clients(ConcurrentQueue<Person> people, Acknowledged acknowledged, Random random)
{
    private const int Count = 12;

    private readonly ConcurrentQueue<Registration> unanswered = new();

    /// <summary>Registrations without an answer: it is unknown whether they took place.</summary>
    public IReadOnlyCollection<Registration> Unanswered => unanswered;

    public Task RunAsync(int port) => Task.WhenAll(Enumerable.Range(0, Count).Select(_ => new Random(random.Next())).ToList().Select(own => CallAsync(port, own)));

    /// <summary>Sends the same registration two more times: whether it took place before or only now, the answer is the same.</summary>
    public async Task RetryAsync(int port, Registration registration)
    {
        foreach (var attempt in new[] { "second", "third" })
        {
            var (status, patientId) = await SendAsync(port, registration.Request) ?? throw new InvalidOperationException("The provider is not there.");
            Assert.True(status == 200, $"A registration that got no answer was answered {status} when it was sent a {attempt} time");
            acknowledged.Add(new RegisteredPerson(registration.TraceId, registration.Person.NhsNumber, patientId!));
        }
    }

    private async Task CallAsync(int port, Random own)
    {
        while (await MakeCallAsync(port, own))
        {
        }
    }

    private async Task<bool> MakeCallAsync(int port, Random own)
    {
        var traceId = new Guid(Bytes(own)).ToString();
        if (own.Next(10) < 5 && people.TryDequeue(out var person))
        {
            return await RegisterAsync(port, new Registration(traceId, person, person.Register().With("Ssp-TraceID", traceId)));
        }

        if (await SendAsync(port, Other(own).With("Ssp-TraceID", traceId)) is not var (status, _))
        {
            return false;
        }

        acknowledged.Add(new Answered(traceId, status));
        return true;
    }

    private async Task<bool> RegisterAsync(int port, Registration registration)
    {
        if (await SendAsync(port, registration.Request) is not var (status, patientId))
        {
            unanswered.Enqueue(registration);
            return false;
        }

        acknowledged.Add(new Answered(registration.TraceId, status));
        if (patientId is not null)
        {
            acknowledged.Add(new RegisteredPerson(registration.TraceId, registration.Person.NhsNumber, patientId));
        }

        return true;
    }

    private static ApiRequest Other(Random own) => own.Next(5) switch
    {
        0 => ApiRequest.Read("Patient", "1"),
        1 => ApiRequest.SearchPatient(SampleData.Patient1),
        2 => ApiRequest.Read("Patient", "unknown"),
        3 => ApiRequest.Read("Practitioner", "1").Without("Authorization"),
        _ => ApiRequest.Register(Person.With(SampleData.Patient1).Parameters()),
    };

    /// <returns>Status and, for a registration, the Patient's id; null when there was no complete answer.</returns>
    private static async Task<(int Status, string? PatientId)?> SendAsync(int port, ApiRequest request)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            await using var stream = client.GetStream();
            var bytes = await RawConnection.ExchangeAsync(stream, request.ToBytes(TimeProvider.System.GetUtcNow(), port), default);
            return bytes.AsSpan().IndexOf("\r\n\r\n"u8) < 0 ? null : Read(RawResponse.Parse(bytes));
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return null;
        }
    }

    private static (int Status, string? PatientId)? Read(RawResponse answer)
    {
        if (answer.Header("Content-Length") != $"{answer.Body.Length}")
        {
            return null;
        }

        var resource = JsonNode.Parse(answer.Body)!["entry"]?[0]?["resource"];
        return (answer.Status, (string?)resource?["id"]);
    }

    private static byte[] Bytes(Random own)
    {
        var bytes = new byte[16];
        own.NextBytes(bytes);
        return bytes;
    }
}

/// <summary>A registration as it is sent, and sent again unchanged.</summary>
internal sealed record Registration(string TraceId, Person Person, ApiRequest Request);
