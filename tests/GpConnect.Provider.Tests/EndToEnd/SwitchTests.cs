using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Provider.Tests.EndToEnd;

public sealed class SwitchTests : IAsyncLifetime
{
    /// <summary>Time until a switch has taken effect.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private RunningProvider provider = null!;

    public async Task InitializeAsync() => provider = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton<TimeProvider>(clock));

    public async Task DisposeAsync() => await provider.DisposeAsync();

    [Theory]
    [Case("SW-1 SW-3 C14", false)]
    [Case("SW-2 SW-3 C14", true)]
    public async Task A_switch_takes_effect_within_five_seconds(string id, bool onlyCapability)
    {
        Assert.NotEmpty(id);
        var requests = new[] { "metadata", "read patient", "search patient", "search practitioner", "read location", "register" };
        (await provider.SendAsync(ApiRequest.Any("metadata"))).Succeeds();

        await provider.SwitchAsync(practice => onlyCapability ? practice with { Capabilities = [] } : practice with { GpConnect = false });
        clock.Advance(Limit);
        foreach (var name in requests)
        {
            (await provider.SendAsync(ApiRequest.Any(name))).Fails(403, "ACCESS DENIED", "disabled at this practice");
            (await provider.SendAsync(ApiRequest.Any(name).As(FhirFormat.Xml))).Fails(403, "ACCESS DENIED", "disabled at this practice");
        }

        await provider.SwitchAsync(practice => practice with { GpConnect = true, Capabilities = [Capability.Foundations] });
        clock.Advance(Limit);
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
    }

    [Fact]
    [Requirement("SW-5")]
    public async Task A_switch_affects_only_one_practice()
    {
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
        await provider.SwitchAsync(practice => practice with { GpConnect = false });
        clock.Advance(Limit);

        (await provider.SendAsync(ApiRequest.Metadata())).Fails(403, "ACCESS DENIED", "disabled at this practice");
        (await provider.SendAsync(ApiRequest.Metadata().AtOtherPractice())).Succeeds();
    }

    [Fact]
    [Requirement("SW-4")]
    public async Task A_new_practice_is_switched_off()
    {
        var practice = new Practice { OdsCode = "N12345", Asid = "918999198995", Name = "New" };
        await provider.Services.GetRequiredService<IPracticeStore>().SaveAsync(practice, new AuditEntry("{}"u8.ToArray()), default);

        (await provider.SendAsync(ApiRequest.Metadata().Under("/N12345/STU3/1/gpconnect").With("Ssp-To", practice.Asid))).Fails(403, "ACCESS DENIED", "GP Connect is disabled");
    }
}
