using GpConnect.Foundations.Interactions;
using GpConnect.SimulatedHost;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>The functions of the published app, as its worker describes them to the host.</summary>
public sealed class FunctionTableTests(HostedProviderFixture fixture) : IClassFixture<HostedProviderFixture>
{
    private const string Root = "{ods}/STU3/1/gpconnect";

    private static readonly string[] AllVerbs = ["get", "head", "post", "put", "patch", "delete", "options", "trace"];

    private readonly IReadOnlyList<HostedFunction> functions = LinuxOnly.Require(fixture.Provider).Host.Worker.Functions;

    [LinuxFact]
    [Requirement("FH-11")]
    public void There_is_one_function_for_each_row_of_the_table_with_its_verb_and_route()
    {
        var expected = Interaction.All.Select(interaction => $"{interaction.Name} {interaction.Verb.ToLowerInvariant()} {Root}{RouteOf(interaction)}");

        Assert.Equal(
            expected.Append("Health get head health/{*path}").Append($"Unmatched {string.Join(' ', AllVerbs)} {{*path}}").Order(StringComparer.Ordinal),
            functions.Select(function => $"{function.Name} {string.Join(' ', function.Verbs)} {function.Route}").Order(StringComparer.Ordinal));
    }

    [LinuxFact]
    [Requirement("FH-11")]
    public void The_function_for_everything_else_is_the_last_by_name() => Assert.Equal("Unmatched", functions[^1].Name);

    [LinuxFact]
    [Requirement("FH-11")]
    public void A_function_requires_no_key_and_reserves_no_path_of_the_host() => Assert.All(functions, function =>
    {
        Assert.Equal("anonymous", function.Level, ignoreCase: true);
        Assert.DoesNotMatch("^(admin|runtime)", function.Route);
    });

    private static string RouteOf(Interaction interaction) => interaction.Kind == InteractionKind.Read ? $"{interaction.Template}/{{*history}}" : interaction.Template;
}
