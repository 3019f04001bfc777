using GpConnect.Functions.Audit;
using GpConnect.Functions.Practices;
using GpConnect.Functions.Tests.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Functions.Tests.EndToEnd;

[Collection(AloneTests.Name)]
public sealed class SwitchTests : IAsyncLifetime
{
    /// <summary>Seconds until a switch has taken effect.</summary>
    private const int Limit = 5;

    private Provider provider = null!;

    public async Task InitializeAsync() => provider = await Provider.StartAsync();

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
        await Eventually.HoldsAsync(async () => (await provider.SendAsync(ApiRequest.Metadata())).Status == 403, Limit);
        foreach (var name in requests)
        {
            (await provider.SendAsync(ApiRequest.Any(name))).Fails(403, "ACCESS DENIED", "disabled at this practice");
            (await provider.SendAsync(ApiRequest.Any(name).As(FhirFormat.Xml))).Fails(403, "ACCESS DENIED", "disabled at this practice");
        }

        await provider.SwitchAsync(practice => practice with { GpConnect = true, Capabilities = [Capability.Foundations] });
        await Eventually.HoldsAsync(async () => (await provider.SendAsync(ApiRequest.Metadata())).Status == 200, Limit);
    }

    [Fact]
    [Requirement("SW-5")]
    public async Task A_switch_is_of_one_practice()
    {
        await provider.SwitchAsync(practice => practice with { GpConnect = false });
        await Eventually.HoldsAsync(async () => (await provider.SendAsync(ApiRequest.Metadata())).Status == 403, Limit);

        (await provider.SendAsync(ApiRequest.Metadata().AtOtherPractice())).Succeeds();
    }

    [Fact]
    [Requirement("SW-4")]
    public async Task A_new_practice_is_off()
    {
        var practice = new Practice { OdsCode = "N12345", Asid = "918999198995", Name = "New" };
        await provider.Services.GetRequiredService<IPracticeStore>().SaveAsync(practice, new AuditEntry("{}"u8.ToArray()), default);

        (await provider.SendAsync(ApiRequest.Metadata().Under("/N12345/STU3/1/gpconnect").With("Ssp-To", practice.Asid))).Fails(403, "ACCESS DENIED", "GP Connect is disabled");
    }
}
