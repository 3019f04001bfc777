using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.PdsFhir;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Spine.Tests.PdsFhir;

/// <summary>A provider that queries PDS by its FHIR API, and the server that stands in for PDS.</summary>
internal sealed class PdsFhirProvider : IAsyncDisposable
{
    private readonly CapturedLog log;

    private PdsFhirProvider(PdsServer pds, RunningProvider provider, CapturedLog log) => (Pds, Provider, this.log) = (pds, provider, log);

    public PdsServer Pds { get; }

    public RunningProvider Provider { get; }

    /// <summary>Everything that the provider has logged.</summary>
    public string Log => log.Text();

    public static async Task<PdsFhirProvider> StartAsync(Action<TestSettings>? configure = null, TimeProvider? clock = null)
    {
        var log = new CapturedLog();
        var pds = await PdsServer.StartAsync(clock);
        var provider = await RunningProvider.StartAsync(
            options =>
            {
                pds.Configure(options);
                configure?.Invoke(options);
            },
            services => services.AddSingleton(clock ?? TimeProvider.System).AddSingleton<ILoggerProvider>(log));
        return new PdsFhirProvider(pds, provider, log);
    }

    /// <summary>A person whom PDS holds.</summary>
    public Person NewPerson()
    {
        var person = Person.New();
        Pds.Hold(person.NhsNumber, person.Pds);
        return person;
    }

    /// <summary>A person whose PDS record <paramref name="spoil"/> changes.</summary>
    public Person NewPerson(Action<JsonObject> spoil)
    {
        var person = Person.New();
        var patient = PdsPatientJson.From(person.Pds);
        spoil(patient);
        Pds.Hold(person.NhsNumber, patient);
        return person;
    }

    /// <summary>A person for whom <paramref name="answer"/> writes the response of PDS.</summary>
    public Person NewPerson(Func<HttpContext, Task> answer)
    {
        var person = Person.New();
        Pds.On(person.NhsNumber, answer);
        return person;
    }

    /// <summary>A person for whom <paramref name="error"/> writes the first response of PDS; later ones return the record.</summary>
    public Person NewPersonAfter(Func<HttpContext, Task> error)
    {
        var requests = 0;
        var person = Person.New();
        var valid = PdsPatientJson.From(person.Pds).ToJsonString();
        Pds.On(person.NhsNumber, context => Interlocked.Increment(ref requests) == 1 ? error(context) : PdsServer.AnswerAsync(context, 200, valid));
        return person;
    }

    public Task<ApiResponse> RegisterAsync(Person person) => Provider.SendAsync(person.Register());

    /// <summary>Expects PDS to be unavailable: nothing is stored, the caller sees no detail, the audit trail holds the reason.</summary>
    public async Task FailsToRegisterAsync(Person person, string reason)
    {
        var before = Provider.Fingerprint();
        var trace = Guid.NewGuid().ToString();

        var refusal = (await Provider.SendAsync(person.Register().With("Ssp-TraceID", trace))).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");

        Assert.Equal("PDS is unavailable, so the NHS number cannot be verified", refusal.Diagnostics);
        Assert.Equal(reason, (string?)Provider.AuditOf(trace)["reason"]);
        Assert.Equal(before, Provider.Fingerprint());
    }

    /// <summary>The requests about a person that PDS has received.</summary>
    public IReadOnlyList<PdsServerRequest> RequestsFor(Person person) =>
        [.. Pds.Requests.Where(request => request.Path.EndsWith(person.NhsNumber, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await Pds.DisposeAsync();
    }
}
