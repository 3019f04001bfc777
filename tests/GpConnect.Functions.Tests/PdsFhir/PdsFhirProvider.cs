using System.Text.Json.Nodes;
using GpConnect.Functions.Hosting;
using GpConnect.Functions.Tests.EndToEnd;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Functions.Tests.PdsFhir;

/// <summary>A provider that asks PDS by its FHIR API, and the server that plays PDS.</summary>
internal sealed class PdsFhirProvider : IAsyncDisposable
{
    private PdsFhirProvider(PdsServer pds, Provider provider) => (Pds, Provider) = (pds, provider);

    public PdsServer Pds { get; }

    public Provider Provider { get; }

    public static async Task<PdsFhirProvider> StartAsync(
        Action<ProviderOptions>? configure = null, Action<IServiceCollection>? replaceServices = null, TimeProvider? clock = null)
    {
        var pds = await PdsServer.StartAsync(clock);
        return new PdsFhirProvider(pds, await Provider.StartAsync(
            options =>
            {
                pds.Configure(options);
                configure?.Invoke(options);
            },
            services =>
            {
                if (clock is not null)
                {
                    services.AddSingleton(clock);
                }

                replaceServices?.Invoke(services);
            }));
    }

    /// <summary>Somebody whom PDS holds.</summary>
    public Person NewPerson()
    {
        var person = Person.New();
        Pds.Hold(person.NhsNumber, person.Pds);
        return person;
    }

    /// <summary>Somebody about whom PDS answers what a test spoils.</summary>
    public Person NewPerson(Action<JsonObject> spoil)
    {
        var person = Person.New();
        var patient = PdsPatientJson.From(person.Pds);
        spoil(patient);
        Pds.Hold(person.NhsNumber, patient);
        return person;
    }

    /// <summary>Somebody about whom PDS answers in a test's own way.</summary>
    public Person NewPerson(Func<HttpContext, Task> answer)
    {
        var person = Person.New();
        Pds.On(person.NhsNumber, answer);
        return person;
    }

    public Task<ApiResponse> RegisterAsync(Person person) => Provider.SendAsync(person.Register());

    /// <summary>Expects that PDS counts as unavailable: nothing is stored, the caller sees no detail, the audit trail holds the reason.</summary>
    public async Task FailsToRegisterAsync(Person person, string reason)
    {
        var before = Provider.Fingerprint();
        var trace = Guid.NewGuid().ToString();

        var refusal = (await Provider.SendAsync(person.Register().With("Ssp-TraceID", trace))).Fails(500, "INTERNAL_SERVER_ERROR", "PDS is unavailable");

        Assert.Equal("PDS is unavailable, so the NHS number cannot be verified", refusal.Diagnostics);
        Assert.Equal(reason, (string?)Provider.AuditOf(trace)["reason"]);
        Assert.Equal(before, Provider.Fingerprint());
    }

    /// <summary>How many requests about a person have come to PDS.</summary>
    public IReadOnlyList<PdsServerRequest> RequestsFor(Person person) =>
        [.. Pds.Requests.Where(request => request.Path.EndsWith(person.NhsNumber, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await Pds.DisposeAsync();
    }
}
