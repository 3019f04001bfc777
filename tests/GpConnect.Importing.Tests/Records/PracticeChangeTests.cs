using GpConnect.Foundations.Practices;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Importing.Tests.Records;

/// <summary>An import reports every change of a practice, and guesses nothing where its files disagree.</summary>
[Collection(ConsoleTests.Name)]
public sealed class PracticeChangeTests : IDisposable
{
    private const string Held = "918999198901";
    private const string Other = "918999198902";

    private readonly CommandHarness harness = new();

    [Fact]
    [Requirement("IM-50")]
    public async Task Each_change_of_a_practice_is_one_line_with_the_old_and_the_new_value()
    {
        await harness.DoAsync("import", TestPractice.WriteTo(harness));
        await harness.DoAsync("practice", "disable", TestPractice.Ods);
        var named = WriteAs("practice", asid: Other, name: "New name", isOn: true, capabilities: "");

        var dry = await harness.DoAsync("import", named, "--dry-run");
        var output = await harness.DoAsync("import", named);

        string[] lines =
        [
            $"T1234: ASID changes from '{Held}' to '{Other}'; name changes from 'Test practice' to 'New name'",
            "T1234: GP Connect stays off; switch it with 'practice'",
            "T1234: Foundations stays on; switch it with 'practice'",
        ];
        Assert.Equal(lines, output.Split('\n')[..3]);
        Assert.Equal(lines, dry.Split('\n')[..3]);
        Assert.Equal((Other, "New name", false), await HeldAsync());
    }

    [Fact]
    [Requirement("IM-50")]
    public async Task An_unchanged_practice_has_no_line()
    {
        await harness.DoAsync("import", TestPractice.WriteTo(harness));

        Assert.DoesNotContain(TestPractice.Ods, await harness.DoAsync("import", TestPractice.WriteTo(harness)), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IM-51")]
    public async Task The_ASID_of_a_practice_changes_only_while_the_practice_is_off()
    {
        await harness.DoAsync("import", TestPractice.WriteTo(harness));
        TestPractice.WriteTo(harness, TestPractice.Patient());
        var named = WriteAs("practice", asid: Other);

        var refused = await harness.RunAsync("import", named);

        Assert.Equal(1, refused.Code);
        Assert.Contains(
            $"practice.json: it changes the ASID of a practice that is switched on; run practice disable first (T1234: from {Held} to {Other})",
            refused.Output,
            StringComparison.Ordinal);
        Assert.Equal((Held, "Test practice", true), await HeldAsync());
        Assert.Null(await harness.ReadAsync(TestPractice.Ods, "Patient", "p"));

        await harness.DoAsync("practice", "disable", TestPractice.Ods);
        await harness.DoAsync("import", named);
        Assert.Equal((Other, "Test practice", false), await HeldAsync());
        Assert.NotNull(await harness.ReadAsync(TestPractice.Ods, "Patient", "p"));
    }

    [Theory]
    [Case("IM-52", Other, "Test practice", true, "\"foundations\"")]
    [Case("IM-52", Held, "Second", true, "\"foundations\"")]
    [Case("IM-52", Held, "Test practice", false, "\"foundations\"")]
    [Case("IM-52", Held, "Test practice", true, "")]
    public async Task Files_of_one_import_that_disagree_about_a_practice_are_refused_and_named(string id, string asid, string name, bool isOn, string capabilities)
    {
        Assert.NotEmpty(id);
        TestPractice.WriteTo(harness, TestPractice.Patient());
        WriteAs("second", asid, name, isOn, capabilities);

        var outcome = await harness.RunAsync("import", harness.Files);

        Assert.Equal(1, outcome.Code);
        foreach (var (file, rival) in new[] { ("practice", "second"), ("second", "practice") })
        {
            Assert.Contains(
                $"{file}/practice.json: another practice.json of this import says something else about the same practice ({harness.Files}/{rival}/practice.json)",
                outcome.Output,
                StringComparison.Ordinal);
        }

        Assert.Equal(default, await HeldAsync());
        Assert.Null(await harness.ReadAsync(TestPractice.Ods, "Patient", "p"));
    }

    [Fact]
    [Requirement("IM-52")]
    public async Task Folders_that_agree_about_their_practice_are_imported_together()
    {
        TestPractice.WriteTo(harness, TestPractice.Patient());
        var second = WriteAs("second");
        await File.WriteAllTextAsync(Path.Combine(second, "more.json"), TestPractice.Practitioner("h").ToJsonString());

        await harness.DoAsync("import", harness.Files);

        Assert.NotNull(await harness.ReadAsync(TestPractice.Ods, "Patient", "p"));
        Assert.NotNull(await harness.ReadAsync(TestPractice.Ods, "Practitioner", "h"));
    }

    public void Dispose() => harness.Dispose();

    /// <returns>The folder.</returns>
    private string WriteAs(string folder, string asid = Held, string name = "Test practice", bool isOn = true, string capabilities = "\"foundations\"") =>
        Path.GetDirectoryName(harness.Write(
            $"{folder}/practice.json",
            $$"""{"odsCode":"T1234","asid":"{{asid}}","name":"{{name}}","gpConnect":{{(isOn ? "true" : "false")}},"capabilities":[{{capabilities}}]}"""))!;

    private async Task<(string Asid, string Name, bool IsOn)> HeldAsync()
    {
        await using var services = harness.Services();
        var held = await services.GetRequiredService<IPracticeStore>().FindAsync(TestPractice.Ods, default);
        return held is null ? default : (held.Asid, held.Name, held.GpConnect);
    }
}
