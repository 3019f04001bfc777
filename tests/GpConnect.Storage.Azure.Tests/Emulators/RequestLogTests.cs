using GpConnect.Testing.Emulators;
using Microsoft.Azure.Cosmos;

namespace GpConnect.Storage.Azure.Tests.Emulators;

public sealed class RequestLogTests
{
    [SkippableFact]
    public async Task The_emulator_logs_each_request_before_it_answers()
    {
        var account = await CosmosEmulator.AccountAsync();
        using var client = account.NewClient();
        var id = Guid.NewGuid().ToString();
        var records = client.GetContainer(await account.NewDatabaseAsync(), "records");
        using var answer = await records.ReadItemStreamAsync(id, new PartitionKey("A20047"));

        Assert.Contains($"GET /dbs/{records.Database.Id}/colls/records/docs/{id} 404", await File.ReadAllLinesAsync(CosmosEmulator.RequestLog));
    }
}
