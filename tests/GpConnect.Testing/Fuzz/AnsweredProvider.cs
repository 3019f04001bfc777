using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.PdsFhir;
using GpConnect.Testing.SpineMiniServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Testing.Fuzz;

/// <summary>A provider whose PDS, a server on loopback, answers every query with the input.</summary>
internal sealed class AnsweredProvider : IAsyncDisposable
{
    /// <summary>Longer than the pause after PDS failures in a row, so that PDS is queried for every input.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(11);

    private readonly FakeTimeProvider clock;
    private readonly IAsyncDisposable pds;
    private FuzzedProvider provider = null!;
    private (int Status, byte[] Body) answer;
    private int inputs;
    private int answers;

    private AnsweredProvider(FakeTimeProvider clock, IAsyncDisposable pds) => (this.clock, this.pds) = (clock, pds);

    public static async Task<AnsweredProvider> OverPdsFhirAsync()
    {
        var pds = await PdsServer.StartAsync();
        pds.RequiresToken = false;
        var answered = new AnsweredProvider(new FakeTimeProvider(FixedClock.Now), pds);
        pds.On(Person.Unknown.NhsNumber, answered.AnswerAsync);
        return await answered.StartAsync(options =>
        {
            options.PdsGateway = "pds-fhir";
            options.PdsFhirEndpoint = pds.Endpoint;
            options.PdsRequestsPerSecond = 10_000;
        });
    }

    public static async Task<AnsweredProvider> OverSmspAsync()
    {
        var clock = new FakeTimeProvider(FixedClock.Now);
        var pds = await MiniService.StartAsync(clock);
        var answered = new AnsweredProvider(clock, pds);
        pds.Answer(Person.Unknown.NhsNumber, answered.AnswerAsync);
        return await answered.StartAsync(pds.Configure);
    }

    /// <summary>Reads a registration of a person for whom PDS answers with the input.</summary>
    public RequestReader Reader(string name, IReadOnlyList<byte[]> seeds, int status = StatusCodes.Status200OK) => new(name, provider, seeds, input =>
    {
        inputs++;
        answer = (status, input);
        clock.Advance(Pause);
        return Readers.Compose(Person.Unknown.Register(), provider);
    })
    {
        IsOfPds = true,
    };

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        await pds.DisposeAsync();
        Assert.True(answers >= inputs, $"PDS was queried {answers} times for {inputs} inputs");
    }

    private async Task<AnsweredProvider> StartAsync(Action<TestSettings> configure)
    {
        provider = await FuzzedProvider.StartAsync(clock, configure);
        return this;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        answers++;
        context.Response.StatusCode = answer.Status;
        await context.Response.Body.WriteAsync(answer.Body);
    }
}
