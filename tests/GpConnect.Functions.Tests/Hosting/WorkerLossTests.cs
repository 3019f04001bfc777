using System.Runtime.InteropServices;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>Workers that are killed or told to stop. Each test has a host of its own.</summary>
public sealed partial class WorkerLossTests : IAsyncLifetime
{
    private const int Stop = 19;

    private HostedProvider? provider;

    private HostedProvider Provider => LinuxOnly.Require(provider);

    public async Task InitializeAsync() =>
        provider = LinuxOnly.IsHere ? await HostedProvider.StartAsync(new TestSettings { DataFolder = await SampleData.NewFolderAsync(), AuditAnchorFile = Path.Combine(TestFolders.New(), "anchors") }) : null;

    public async Task DisposeAsync()
    {
        if (provider is not null)
        {
            await provider.DisposeAsync();
        }
    }

    [LinuxFact]
    [Requirement("FH-8")]
    public async Task A_request_during_which_the_worker_is_killed_is_answered_by_the_next_worker()
    {
        var (killed, answer) = await SendToStoppedWorkerAsync(ApiRequest.Read("Patient", "1"));

        (await answer).Succeeds();

        Assert.InRange(Provider.Host.Invocations.Last().Attempt, 2, 10);
        Assert.NotEqual(killed, Provider.Host.Process.Id);
    }

    [LinuxTheory]
    [Formats]
    [Requirement("FH-8")]
    [Requirement("RG-95")]
    public async Task A_registration_during_which_the_worker_is_killed_is_made_once(FhirFormat format)
    {
        var person = await Provider.Store.AddToPdsAsync(Person.New());
        var (_, answer) = await SendToStoppedWorkerAsync(person.Register(format));

        var patient = (await answer).Registers();

        Assert.Equal((string)patient["id"]!, (string)Assert.Single((await Provider.SendAsync(person.Search())).Finds(1))["id"]!);
    }

    [LinuxTheory]
    [Formats]
    [Requirement("FH-8")]
    [Requirement("RG-95")]
    public async Task A_registration_whose_answers_are_lost_is_made_once(FhirFormat format)
    {
        var person = await Provider.Store.AddToPdsAsync(Person.New());
        Provider.Host.LoseAnswers(2);

        var patient = (await Provider.SendAsync(person.Register(format))).Registers();

        Assert.Equal(3, Provider.Host.Invocations.Last().Attempt);
        Assert.Equal((string)patient["id"]!, (string)Assert.Single((await Provider.SendAsync(person.Search())).Finds(1))["id"]!);
    }

    [LinuxFact]
    [Requirement("FH-14")]
    public async Task A_worker_that_the_host_terminates_drains_writes_its_anchor_and_exits_with_0()
    {
        (await Provider.SendAsync(ApiRequest.Metadata())).Succeeds();

        Assert.Equal(0, await Provider.Host.TerminateAsync());

        Assert.Contains(Provider.Host.Output, line => line.Contains("Draining: new requests are refused for 2 s", StringComparison.Ordinal));
        Assert.Contains(Provider.Host.Output, line => line.Contains("Audit anchor", StringComparison.Ordinal));
    }

    [LinuxFact]
    [Requirement("FH-14")]
    public async Task A_request_in_flight_when_the_host_terminates_the_worker_is_answered()
    {
        var person = await Provider.Store.AddToPdsAsync(Person.New());
        var before = Provider.Host.Exchanges;
        var registration = Provider.SendAsync(person.Register());
        await Eventually.HoldsAsync(() => Task.FromResult(Provider.Host.Exchanges > before));

        var exit = Provider.Host.TerminateAsync();

        Assert.Contains((await registration).Status, (int[])[200, 503]);
        Assert.Equal(0, await exit);
    }

    /// <returns>The process that was killed while it had the request, and the answer to come.</returns>
    private async Task<(int Killed, Task<ApiResponse> Answer)> SendToStoppedWorkerAsync(ApiRequest request)
    {
        var (worker, before) = (Provider.Host.Process, Provider.Host.Exchanges);
        Assert.Equal(0, Kill(worker.Id, Stop));
        var answer = Provider.SendAsync(request);
        await Eventually.HoldsAsync(() => Task.FromResult(Provider.Host.Exchanges > before));
        worker.Kill();
        return (worker.Id, answer);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
