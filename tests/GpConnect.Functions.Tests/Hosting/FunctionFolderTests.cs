using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Hosting;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Hosting;

/// <summary>The hidden command that publishing runs.</summary>
[Collection(ConsoleTests.Name)]
public sealed class FunctionFolderTests : IDisposable
{
    private readonly CommandHarness harness = new();

    [Theory]
    [Case("FH-11", "/{ODS}/STU3/1/gpconnect", "/A20047/STU3/1/gpconnect")]
    [Case("FH-11", "/gpconnect/v1", "/gpconnect/v1")]
    public async Task Routes_lie_below_the_service_root(string id, string template, string root)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("functions", harness.Files, "--service-root", template);
        var functions = PublishedFunction.In(harness.Files);

        string FunctionOf(string path) => functions.First(function => function.Takes("GET", path)).Name;

        Assert.Equal("rest-read-metadata-1", FunctionOf($"{root}/metadata"));
        Assert.Equal("rest-read-patient-1", FunctionOf($"{root}/Patient/1"));
        Assert.Equal("rest-read-patient-1", FunctionOf($"{root}/Patient/1/_history/2"));
        Assert.Equal("rest-search-patient-1", FunctionOf($"{root}/Patient"));
        Assert.Equal("operation-gpc-registerpatient-1", FunctionOf($"{root}/Patient/$gpc.registerpatient"));
        Assert.Equal("unmatched", FunctionOf("/metadata"));
    }

    [Theory]
    [Case("FH-11", "/admin/gpconnect", "/admin")]
    [Case("FH-11", "/Runtime", "/runtime")]
    [Case("FH-11", "no/slash", "ServiceRoot is a path")]
    [Case("FH-11", "/{ODS}x/STU3", "ServiceRoot is a path")]
    public async Task A_root_without_possible_routes_is_refused(string id, string template, string reason)
    {
        Assert.NotEmpty(id);
        var outcome = await harness.RunAsync("functions", harness.Files, "--service-root", template);

        Assert.Equal(2, outcome.Code);
        Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(harness.Files));
    }

    public void Dispose() => harness.Dispose();
}
