using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Cli.Tests.Commands;

[Collection(ConsoleTests.Name)]
public sealed class PracticeCommandTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Fact]
    public async Task A_new_practice_is_off_until_both_switches_are_on()
    {
        await AddWithOrganizationAsync();
        Assert.False((await FindAsync()).Offers(Capability.Foundations));

        Assert.Contains("No capability is on yet", await harness.DoAsync("practice", "enable", "X12345"), StringComparison.Ordinal);
        Assert.False((await FindAsync()).Offers(Capability.Foundations));

        await harness.DoAsync("practice", "enable", "X12345", "--capability", "foundations");
        Assert.True((await FindAsync()).Offers(Capability.Foundations));
    }

    [Theory]
    [Case("IM-10", "practice enable X12345")]
    [Case("IM-10", "practice enable X12345 --capability foundations")]
    public async Task A_practice_without_an_Organization_of_its_own_is_not_switched_on(string id, string command)
    {
        Assert.NotEmpty(id);
        await AddAsync();

        var outcome = await harness.RunAsync(command.Split(' '));

        Assert.Equal(1, outcome.Code);
        Assert.Contains("X12345 stays off: the practice has no Organization of its own", outcome.Error, StringComparison.Ordinal);
        Assert.False((await FindAsync()).GpConnect);
        Assert.Empty((await FindAsync()).Capabilities);
    }

    [Fact]
    [Requirement("CMD-7")]
    public async Task A_second_practice_with_the_same_ASID_is_not_added()
    {
        await AddAsync();
        var asid = (await FindAsync()).Asid;

        var outcome = await harness.RunAsync("practice", "add", "Y12345", "--asid", asid, "--name", "Second");

        Assert.Equal((1, "Y12345 is not added: the ASID belongs to X12345 already.\n"), (outcome.Code, outcome.Error));
        Assert.DoesNotContain("Y12345", await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
    }

    [Theory]
    [Case("CMD-7")]
    [Case("CMD-7", "--dry-run")]
    public async Task Only_the_first_of_two_practices_with_one_ASID_in_files_is_imported(string id, params string[] more)
    {
        Assert.NotEmpty(id);
        foreach (var code in new[] { "A12345", "B12345" })
        {
            harness.Write($"{code}/practice.json", $$"""{"odsCode":"{{code}}","asid":"918999198995","name":"One","gpConnect":false,"capabilities":[]}""");
        }

        var outcome = await harness.RunAsync(["import", harness.Files, .. more]);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("the ASID belongs to A12345 already", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switching_one_off_leaves_the_other_on()
    {
        await AddWithOrganizationAsync();
        await harness.DoAsync("practice", "enable", "X12345");
        await harness.DoAsync("practice", "enable", "X12345", "--capability", "foundations");

        await harness.DoAsync("practice", "disable", "X12345", "--capability", "foundations");

        Assert.True((await FindAsync()).GpConnect);
        Assert.Empty((await FindAsync()).Capabilities);
    }

    [Fact]
    public async Task Every_change_is_audited_and_a_command_that_changes_nothing_is_not()
    {
        await AddWithOrganizationAsync();
        await harness.DoAsync("practice", "enable", "X12345");
        Assert.Equal(1, (await harness.RunAsync("practice", "enable", "X12345")).Code);
        Assert.Equal(1, (await harness.RunAsync("practice", "add", "X12345", "--asid", "918999198995", "--name", "Again")).Code);

        Assert.Collection(
            harness.Audit().Where(entry => !entry.Contains("\"command\":\"import", StringComparison.Ordinal)),
            entry => Assert.Contains("\"command\":\"practice add\"", entry, StringComparison.Ordinal),
            entry => Assert.Contains("\"practice\":\"X12345\",\"command\":\"practice enable\"", entry, StringComparison.Ordinal));
        Assert.Equal("Other", (await FindAsync()).Name);
    }

    [Fact]
    public async Task The_list_shows_every_practice_with_its_switches()
    {
        await AddAsync();

        Assert.Matches("X12345.*918999198995.*Other.*off.*off", await harness.DoAsync("practice", "list"));
    }

    [Fact]
    public async Task An_ODS_code_whose_path_a_front_end_exempts_from_certificates_is_refused()
    {
        var outcome = await harness.RunAsync("practice", "add", "HEALTH", "--asid", "918999198995", "--name", "Other");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("not HEALTH", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private Task<string> AddAsync() => harness.DoAsync("practice", "add", "X12345", "--asid", "918999198995", "--name", "Other");

    private async Task AddWithOrganizationAsync()
    {
        await AddAsync();
        var organization = TestPractice.Organization(odsCode: "X12345");
        organization.Remove("extension");
        await harness.DoAsync("import", harness.Write("organization.json", organization.ToJsonString()), "--practice", "X12345");
    }

    private async Task<Practice> FindAsync()
    {
        await using var services = harness.Services();
        return (await services.GetRequiredService<IPracticeStore>().FindAsync("X12345", default))!;
    }
}
