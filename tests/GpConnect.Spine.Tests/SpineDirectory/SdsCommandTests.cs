using GpConnect.Foundations.Interactions;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using GpConnect.Testing.SpineDirectory;

namespace GpConnect.Spine.Tests.SpineDirectory;

/// <summary>The <c>sds</c> commands as an operator types them.</summary>
public sealed class SdsCommandTests
{
    private const string Asid = "918999198993";
    private const string PartyKey = "A20047-8200001";
    private const string Root = "https://provider.example.nhs.uk/A20047/STU3/1/gpconnect";

    private readonly string data = TestFolders.New();

    [SkippableTheory]
    [Case("SDS-1", "ldap", "a20047", "search:patient-1")]
    [Case("SDS-1", "ldap", "A20047", Registered.Search)]
    [Case("SDS-1", "fhir", "A20047", "rest:search:patient-1")]
    public async Task Lookup_shows_root_ASID_and_party_key(string id, string protocol, string odsCode, string interaction)
    {
        Assert.NotEmpty(id);
        await using var sds = await SdsFhirDouble.StartAsync(Registered.Sample);
        var options = protocol == "ldap" ? (await Slapd.SampleAsync()).Secure() : sds.Options();

        var outcome = await RunAsync(options, "sds", "lookup", odsCode, interaction);

        Assert.Equal(new Outcome(0, $"Service root  {Registered.Root}\nASID          {Asid}\nParty key     {PartyKey}\n", ""), outcome);
    }

    [Fact]
    [Requirement("SDS-5")]
    public async Task Self_shows_the_ASID_of_the_suppliers_system()
    {
        await using var sds = await SdsFhirDouble.StartAsync(Registered.Sample);
        var options = sds.Options();
        options.SdsSupplier = "Y99";

        var outcome = await RunAsync(options, "sds", "self", "A20047", "--interaction", "search:patient-1");

        Assert.Equal(new Outcome(0, "ASID          918999198001\n", ""), outcome);
    }

    [Theory]
    [Case("SDS-2", 1, "is not offered there", "lookup", "Z99999", "search:patient-1")]
    [Case("SDS-3", 1, "there has to be one", "lookup", "B10001", "search:patient-1")]
    [Case("SDS-12", 1, "SDS answered 502", "lookup", "F502", "search:patient-1")]
    [Case("SDS-2", 1, "is not offered there", "self", "A20047")]
    [Case("SDS-2", 2, "the end of exactly one", "lookup", "A20047", "patient-1")]
    [Case("SDS-2", 2, "the end of exactly one", "lookup", "A20047", "nothing-1")]
    [Case("SDS-2", 2, "Required argument missing", "lookup", "A20047")]
    [Case("SDS-13", 1, "GPCONNECT_PUBLICHOST", "register", "A20047")]
    public async Task A_command_that_fails_gives_one_line_and_an_exit_code(string id, int code, string message, params string[] arguments)
    {
        Assert.NotEmpty(id);
        await using var sds = await SdsFhirDouble.StartAsync(Registered.Sample);

        var outcome = await RunAsync(sds.Options(), ["sds", .. arguments]);

        Assert.Equal((code, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("SDS-2")]
    public async Task Without_a_directory_no_look_up_is_made()
    {
        var outcome = await RunAsync(new TestSettings(), "sds", "lookup", "A20047", Registered.Search);

        Assert.Equal(new Outcome(1, "", "No directory is set: GPCONNECT_SDSLDAP or GPCONNECT_SDSFHIRENDPOINT leads to one.\n"), outcome);
    }

    [Fact]
    [Requirement("SDS-13")]
    public async Task Register_shows_each_interaction_with_the_root_of_this_deployment_and_what_is_still_to_be_assigned()
    {
        await AddPracticeAsync();
        var outcome = await RunAsync(Deployment(new TestSettings()), "sds", "register", "a20047");

        Assert.Equal(0, outcome.Code);
        Assert.Equal(9, Interaction.All.Count);
        Assert.All(Interaction.All, row => Assert.Matches($@"MHS *│ A20047 *│ TO-BE-ASSIGNED *│ {row.Id} *│ {Root} *│ TO-BE-ASSIGNED", outcome.Output));
        Assert.Matches($"AS *│ A20047 *│ TO-BE-ASSIGNED *│ each of those above *│ *│ {Asid}", outcome.Output);
        Assert.Contains("Not checked", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [Case("SDS-17")]
    [Case("SDS-17", "--ldif")]
    public async Task Register_refuses_a_practice_that_is_not_in_the_store(string id, params string[] more)
    {
        Assert.NotEmpty(id);
        await AddPracticeAsync();

        var outcome = await RunAsync(Deployment(new TestSettings()), ["sds", "register", "A20048", .. more]);

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith("There is no practice A20048", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("SDS-13")]
    public async Task Register_refuses_a_practice_that_the_deployment_does_not_serve()
    {
        var options = Deployment(new TestSettings { ServiceRoot = "/gpconnect", SinglePractice = "B10001" });

        Assert.Equal(1, (await RunAsync(options, "sds", "register", "A20047")).Code);
    }

    [SkippableFact]
    [Requirement("SDS-13")]
    public async Task A_directory_loaded_with_the_LDIF_has_no_differences()
    {
        await AddPracticeAsync();
        var ldif = await RunAsync(Deployment(new TestSettings { SdsSupplier = "X99" }), "sds", "register", "A20047", "--party-key", PartyKey, "--ldif");
        Assert.Equal(0, ldif.Code);
        await using var slapd = await Slapd.StartAsync(ldif.Output, classes: "captured");

        var outcome = await RunAsync(Deployment(slapd.Secure()), "sds", "register", "A20047", "--party-key", PartyKey);

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains("0 differences in the directory.", outcome.Output, StringComparison.Ordinal);
        var lookup = await RunAsync(slapd.Secure(), "sds", "lookup", "A20047", "gpc.registerpatient-1");
        Assert.Contains($"Service root  {Root}\nASID          {Asid}\n", lookup.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [Case("SDS-13", "none")]
    [Case("SDS-13", " A 1 ")]
    [Case("SDS-13", ": ü")]
    public async Task The_LDIF_of_any_party_key_loads_into_the_real_schema(string id, string partyKey)
    {
        Assert.NotEmpty(id);
        await AddPracticeAsync();
        string[] more = partyKey == "none" ? [] : ["--party-key", partyKey];
        var ldif = await RunAsync(Deployment(new TestSettings()), ["sds", "register", "A20047", "--ldif", .. more]);

        await using var slapd = await Slapd.StartAsync(ldif.Output, classes: "captured");

        Assert.Contains("nhsMhsFQDN: provider.example.nhs.uk\n", ldif.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [Case("SDS-14", "ldap")]
    [Case("SDS-14", "fhir")]
    public async Task Register_reports_each_difference(string id, string protocol)
    {
        Assert.NotEmpty(id);
        await AddPracticeAsync();
        var registered = Spoilt();
        await using var sds = await SdsFhirDouble.StartAsync(registered);
        await using var slapd = protocol == "ldap" ? await Slapd.StartAsync(registered.Ldif()) : null;

        var outcome = await RunAsync(Deployment(slapd?.Secure() ?? sds.Options()), "sds", "register", "A20047", "--party-key", PartyKey);

        Assert.Equal((1, ""), (outcome.Code, outcome.Error));
        string[] expected =
        [
            "rest:read:metadata-1: there is no MHS endpoint; there has to be one.",
            $"rest:read:patient-1: the MHS endpoint is {Root}/ and has to be {Root}.",
            "rest:search:patient-1: there are 2 MHS endpoints; there has to be one.",
            "The MHS records have several party keys: A20047-8200001, A20047-9; there has to be one.",
            "The party key is A20047-9 and has to be A20047-8200001.",
            "rest:read:location-1: there is no AS record with the party key; there has to be one.",
            "rest:read:organization-1: the ASID is 918999190000 and has to be 918999198993.",
            "7 differences in the directory.",
        ];
        Assert.Equal(expected.Order(), outcome.Output.Split('\n').SkipWhile(line => !line.StartsWith('└')).Skip(1).SkipLast(1).Order());
    }

    /// <summary>A correct practice, except for one error in each of several interactions.</summary>
    private static Registered Spoilt()
    {
        var correct = Registered.Practice("A20047", Root, Asid, PartyKey);
        List<RegisteredMhs> mhs = [.. correct.Mhs];
        mhs.Add(mhs[2]);
        mhs[1] = mhs[1] with { Endpoints = [Root + "/"] };
        mhs[3] = mhs[3] with { PartyKey = "A20047-9" };
        mhs.RemoveAt(0);
        var other = Interaction.All.Single(row => row.ShortId == "rest:read:organization-1").Id;
        var missing = Interaction.All.Single(row => row.ShortId == "rest:read:location-1").Id;
        return new Registered(mhs,
        [
            correct.As[0] with { Interactions = [.. correct.As[0].Interactions.Except([other, missing])] },
            correct.As[0] with { Asid = "918999190000", Interactions = [other] },

            // A consumer's system, which the provider must ignore.
            correct.As[0] with { Asid = "918999190001", PartyKey = "A20047-7" },
        ]);
    }

    private static TestSettings Deployment(TestSettings options)
    {
        options.PublicHost = "https://provider.example.nhs.uk";
        return options;
    }

    private async Task AddPracticeAsync() =>
        Assert.Equal(0, (await RunAsync(new TestSettings(), "practice", "add", "A20047", "--asid", Asid, "--name", "Sample")).Code);

    private Task<Outcome> RunAsync(TestSettings options, params string[] arguments)
    {
        options.DataFolder = data;
        return OwnProcess.RunAsync(options, arguments);
    }
}
