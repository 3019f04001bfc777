using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using GpConnect.Foundations.Certificates;
using GpConnect.Foundations.Pds;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GpConnect.Testing.SpineMiniServices;

/// <summary>Handles one request to the service.</summary>
internal delegate Task Reply(HttpContext context);

/// <summary>
/// A test double of the Spine Mini Services on loopback. It requires a client certificate, accepts only what the public schemas
/// allow, keeps the requests, and answers by NHS number: DEMOG-0001 for an unknown one.
/// </summary>
internal sealed class MiniService : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ReceivedMessage>> received = new();
    private readonly ConcurrentDictionary<string, Reply[]> replies = new();
    private readonly ConcurrentQueue<string> rejected = new();
    private readonly TimeProvider clock;
    private readonly WebApplication app;

    private MiniService(TimeProvider clock)
    {
        this.clock = clock;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, Secure);
            kestrel.Listen(IPAddress.Parse("127.0.0.2"), 0, Secure);
        });
        app = builder.Build();
        app.Run(HandleAsync);
    }

    /// <summary>The URL by the address that the certificate names.</summary>
    public Uri Url => new($"{app.Urls.First()}/smsp/pds");

    /// <summary>The URL by an address that the certificate does not name.</summary>
    public Uri UnnamedUrl => new($"{app.Urls.Last()}/smsp/pds");

    /// <summary>Finds the people whom no test has added here; null for an unknown number.</summary>
    public Func<string, ValueTask<PdsRecord?>> Others { get; set; } = _ => default;

    /// <summary>The errors of the requests that <see cref="MessageRules"/> rejected.</summary>
    public IReadOnlyCollection<string> Rejected => rejected;

    public static async Task<MiniService> StartAsync(TimeProvider? clock = null)
    {
        var service = new MiniService(clock ?? TimeProvider.System);
        await service.app.StartAsync();
        return service;
    }

    /// <summary>Sets up a provider to query this service and to accept an unknown sensitivity.</summary>
    public void Configure(TestSettings options)
    {
        options.PdsGateway = PdsOptions.Smsp;
        options.SmspEndpoint = Url;
        options.SmspClientCertificate = TestAuthority.PathOf("valid.pem");
        options.SmspClientKey = TestAuthority.PathOf("client.key");
        options.SmspRoots = TestAuthority.PathOf("ca/ca.pem");
        options.PublicHost = "https://provider.example";
        options.SmspAcceptUnknownSensitivity = true;
    }

    /// <summary>Answers requests for a number with each reply in turn, and from then on with the last.</summary>
    public void Answer(string nhsNumber, params Reply[] inTurn) => replies[nhsNumber] = inTurn;

    /// <summary>Answers requests for a number with a record, which may carry another number.</summary>
    public void Hold(string nhsNumber, PdsRecord record) => Answer(nhsNumber, About(record));

    public Person Knows(Person person)
    {
        Answer(person.NhsNumber, new Answer { Patient = Details.Of(person.Pds) }.Reply);
        return person;
    }

    public IReadOnlyList<ReceivedMessage> Received(string nhsNumber) => [.. received.GetValueOrDefault(nhsNumber, [])];

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(0);
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private static Reply About(PdsRecord? record) => record switch
    {
        null => new Answer { Code = "DEMOG-0001" }.Reply,
        { IsInvalid: true } => new Answer { Code = "DEMOG-0022" }.Reply,
        { IsSuperseded: true } => new Answer { Code = "DEMOG-0017", Patient = Details.Shown(record) }.Reply,
        _ => new Answer { Patient = Details.Shown(record) }.Reply,
    };

    private static void Secure(ListenOptions listen) => listen.UseHttps(new HttpsConnectionAdapterOptions
    {
        ServerCertificate = X509Certificate2.CreateFromPemFile(TestAuthority.PathOf("server.pem"), TestAuthority.PathOf("server.key")),
        ServerCertificateChain = [X509CertificateLoader.LoadCertificate(new PemSource(TestAuthority.PathOf("sub/ca.pem"), "").Read("CERTIFICATE")[0])],
        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
        ClientCertificateValidation = (_, chain, errors) => (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0 && IsFromTestRoot(chain!),
    });

    /// <summary>The chain holds the intermediate only if the caller has sent it.</summary>
    private static bool IsFromTestRoot(X509Chain shown)
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(TestAuthority.PathOf("ca/ca.pem"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(shown.ChainPolicy.ExtraStore);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(shown.ChainElements[0].Certificate);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var message = await ReceivedMessage.ReadAsync(context.Request);
        if (MessageRules.Error(message, new Uri($"https://{context.Request.Host}/smsp/pds"), clock.GetUtcNow()) is { } error)
        {
            rejected.Enqueue(error);
            await SmspErrors.Soap(500, "1000")(context);
            return;
        }

        var messages = received.GetOrAdd(message.NhsNumber, _ => new());
        messages.Enqueue(message);
        if (!replies.TryGetValue(message.NhsNumber, out var inTurn))
        {
            inTurn = [About(await Others(message.NhsNumber))];
        }

        await inTurn[Math.Min(messages.Count, inTurn.Length) - 1](context);
    }
}
