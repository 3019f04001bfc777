using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Testing.Audit;

/// <summary>The results of every reader of the trail after requests that were made to harm it, on each store.</summary>
public abstract class TrailContract
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 100 };

    private protected abstract RunningProvider Provider { get; }

    [SkippableFact]
    [Requirement("AT-60")]
    [Requirement("JW-38")]
    [Requirement("AT-61")]
    [Requirement("AT-62")]
    public async Task Whatever_bytes_arrive_each_request_is_one_record_that_every_reader_can_read()
    {
        foreach (var (name, (request, status)) in HostileRequests.All)
        {
            var answer = await Provider.SendAsync(request.With("Ssp-TraceID", name));
            Assert.True(answer.Status == status, $"{name}: {answer.Status} {answer.Diagnostics}");
        }

        var person = await Provider.NewPersonAsync();
        (await Provider.SendAsync(person.Register().With("Ssp-TraceID", "registration").ChangeToken(PrettyPrint))).Registers();
        await SettleAsync();

        Assert.Matches("^[0-9]+ records in [0-9]+ streams?, 0 anchors, 0 problems.\\s*$", await DoAsync("audit", "verify"));
        var found = Lines(await DoAsync("audit", "search", "--json"));
        AssertComplete(found);
        var times = found.ConvertAll(entry => DateTimeOffset.Parse((string)entry["time"]!, CultureInfo.InvariantCulture));
        Assert.Equal(times.Order(), times);
        var registration = Assert.Single(Lines(await DoAsync("audit", "search", "--json", "--practice", "A20047", "--trace-id", "registration", "--limit", "1")));
        Assert.Equal("registration", (string?)registration["traceId"]);
        Assert.False(UnsafeCharacters.Contains(await DoAsync("audit", "search")));
        var file = Path.Combine(TestFolders.New(), "trail.jsonl");
        var records = await DoAsync("audit", "export", file);
        var export = await File.ReadAllBytesAsync(file);
        Assert.StartsWith($"Exported {ExportedChain.Check(export)} records.", records, StringComparison.Ordinal);
        AssertComplete(Lines(System.Text.Encoding.UTF8.GetString(export)).Select(line => line["entry"]!.AsObject()));
    }

    /// <summary>Waits until every committed entry is in the trail.</summary>
    private protected virtual Task SettleAsync() => Task.CompletedTask;

    private static void PrettyPrint(Token token) =>
        token.EncodedPayload = Token.Encode(token.Claims.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

    private static void AssertComplete(IEnumerable<JsonObject> entries)
    {
        var calls = entries.Where(entry => (string?)entry["kind"] == "call").ToLookup(entry => (string?)entry["traceId"]);
        foreach (var (name, (_, status)) in HostileRequests.All)
        {
            var call = Assert.Single(calls[name]);
            Assert.Equal((name, status), (name, (int)call["status"]!));
            Assert.Equal((name, status == 200), (name, call["claims"] is JsonObject claims && (string?)claims["iss"] is not null));
        }

        Assert.Equal("user-1", (string?)Assert.Single(calls["registration"])["claims"]!["sub"]);
        Assert.Equal(HostileRequests.All.Count + 1, calls.Sum(call => call.Count()));
    }

    private static List<JsonObject> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line, documentOptions: Deep)!.AsObject())];

    private async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await OwnProcess.RunAsync(Provider.Options, arguments);
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Error);
        return outcome.Output;
    }
}
