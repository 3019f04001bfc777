using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Importing.Tests.Records;

/// <summary>An import goes to the practice that operator and files name, and never switches on one without its own Organization.</summary>
[Collection(ConsoleTests.Name)]
public sealed class OwnOrganizationTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Requirement("IM-11")]
    public async Task A_folder_of_a_practice_other_than_the_named_one_is_refused_and_nothing_changes(bool isHeld)
    {
        await harness.DoAsync("practice", "add", "A20047", "--asid", "918999198993", "--name", "Named");
        if (isHeld)
        {
            await harness.DoAsync("practice", "add", TestPractice.Ods, "--asid", "918999198994", "--name", "Held");
        }

        var before = harness.Audit().Count;
        var outcome = await harness.RunAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient()), "--practice", "A20047");

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.Contains("practice.json names a different practice from --practice", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, harness.Audit().Count);
        Assert.Equal(isHeld ? "Held" : null, (await FindAsync(TestPractice.Ods))?.Name);
        Assert.Null(await harness.ReadAsync(TestPractice.Ods, "Organization", "o"));
        Assert.Null(await harness.ReadAsync("A20047", "Organization", "o"));
    }

    [Fact]
    [Requirement("IM-11")]
    public async Task A_folder_of_the_named_practice_is_imported()
    {
        await harness.DoAsync("import", TestPractice.WriteTo(harness));

        Assert.Contains("0 rejected", await harness.DoAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient()), "--practice", TestPractice.Ods), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Requirement("IM-10")]
    public async Task A_new_practice_is_not_added_until_its_own_Organization_is_valid(bool hasOrganization)
    {
        TestPractice.WriteTo(harness, TestPractice.Patient());
        var broken = TestPractice.Organization();
        broken.Remove("name");
        harness.Write("practice/structure.json", TestPractice.Bundle(hasOrganization ? [broken] : [TestPractice.Practitioner()]).ToJsonString());

        var outcome = await harness.RunAsync("import", Path.Combine(harness.Files, "practice"));

        Assert.Equal(1, outcome.Code);
        Assert.Contains("practice.json: the practice has no Organization of its own", outcome.Output, StringComparison.Ordinal);
        Assert.Null(await FindAsync(TestPractice.Ods));

        await harness.DoAsync("import", TestPractice.WriteTo(harness, TestPractice.Patient()));
        Assert.True((await FindAsync(TestPractice.Ods))!.Offers(Capability.Foundations));
    }

    [Fact]
    [Requirement("IM-10")]
    public async Task A_practice_that_is_off_may_be_imported_before_its_Organization()
    {
        harness.Write("practice/practice.json", TestPractice.PracticeJson.Replace("true", "false", StringComparison.Ordinal));

        await harness.DoAsync("import", Path.Combine(harness.Files, "practice"));

        Assert.False((await FindAsync(TestPractice.Ods))!.GpConnect);
    }

    [Fact]
    [Requirement("IM-10")]
    public async Task The_ODS_code_of_a_practices_own_Organization_cannot_change()
    {
        await harness.DoAsync("import", TestPractice.WriteTo(harness));
        harness.Write("practice/structure.json", TestPractice.Bundle(TestPractice.Organization(odsCode: "OTHER"), TestPractice.Location(), TestPractice.Practitioner()).ToJsonString());

        var outcome = await harness.RunAsync("import", Path.Combine(harness.Files, "practice"));

        Assert.Contains("Organization/o: it is the practice's own Organization, whose ODS code cannot change", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [Formats]
    [Requirement("IM-12")]
    public async Task A_registration_at_a_practice_without_an_Organization_fails_and_changes_nothing(FhirFormat format)
    {
        await using var provider = await RunningProvider.StartAsync();
        provider.Execute("DELETE FROM identifier WHERE practice = 'A20047' AND type = 'Organization'");
        var person = await provider.NewPersonAsync();
        var before = provider.Fingerprint();

        var response = await provider.SendAsync(person.Register(format));

        response.Fails(500, "INTERNAL_SERVER_ERROR", "No patient can be registered: the practice has no Organization of its own");
        Assert.Equal(before, provider.Fingerprint());
    }

    public void Dispose() => harness.Dispose();

    private async Task<Practice?> FindAsync(string odsCode)
    {
        await using var services = harness.Services();
        return await services.GetRequiredService<IPracticeStore>().FindAsync(odsCode, default);
    }
}
