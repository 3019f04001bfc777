using System.Text;
using GpConnect.Foundations.Records;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>Text that an earlier release stored, but that no resource may hold now.</summary>
public class StoredTextTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private RunningProvider Provider => fixture.Provider;

    [Fact]
    [Requirement("TX-7")]
    public async Task Text_stored_by_an_earlier_release_is_served_alike_in_both_formats()
    {
        var person = await Provider.NewPersonAsync();
        var id = (string)(await Provider.RegisterAsync(person))["id"]!;
        await RewriteAsync(id, body => body
            .Replace("\"14 Quarry Hill\"", "\"14 Quarry\\uFFFE Hill\"", StringComparison.Ordinal)
            .Replace("\"family\":\"Nowakowski\"", "\"family\":\" Nowakowski \"", StringComparison.Ordinal)
            .Replace("\"given\":[\"Ewelina\",\"Maria\"]", "\"given\":[\"Ewelina\",null],\"_given\":[null,{\"id\":\"x\"}]", StringComparison.Ordinal));

        string[] texts = [" Nowakowski ", "Ewelina", "14 Quarry\ufffd Hill"];
        Assert.Equal(texts, await Provider.TextsOfAsync(id));
        Assert.Equal("Nowakowski", (string?)(await Provider.SendAsync(person.Search().As(FhirFormat.Xml))).Finds(1)[0]["name"]![0]!["family"]);

        // The next search verifies the record again, and stores it without what cannot be served.
        await UnverifyAsync(id);
        (await Provider.SendAsync(person.Search())).Finds(1);
        Assert.Equal(["Nowakowski", "Ewelina", "14 Quarry\ufffd Hill"], await Provider.TextsOfAsync(id));
    }

    private async Task RewriteAsync(string id, Func<string, string> change)
    {
        var record = await RecordAsync(id);
        await CommitAsync(record with { Body = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(record.Body.Span))) });
    }

    private async Task UnverifyAsync(string id)
    {
        var record = await RecordAsync(id);
        await CommitAsync(record with { Envelope = record.Envelope with { Verified = null } });
    }

    private async Task<StoredRecord> RecordAsync(string id) =>
        (await Provider.Services.GetRequiredService<IResourceStore>().ReadAsync(new RecordKey(SampleData.Ods, "Patient", id), default))!;

    private async Task CommitAsync(StoredRecord record) =>
        Assert.Equal(CommitResult.Committed, await Provider.Services.GetRequiredService<IResourceStore>().CommitAsync(new StoreChange(SampleData.Ods, [record], [], null), default));
}
