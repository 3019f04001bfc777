using GpConnect.Foundations.Records;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace GpConnect.Importing.Tests.BatchTrace;

/// <summary>Records that another writer changes at the same time.</summary>
public sealed class CollisionTests
{
    [Theory]
    [Case("BT-29", 2)]
    [Case("BT-29", 1000)]
    public async Task A_change_that_collides_is_retried_and_given_up_only_with_the_whole_import(string id, int collisions)
    {
        Assert.NotEmpty(id);
        using var harness = await BatchTraceHarness.NewAsync();
        await using var services = harness.Harness.Services();
        var real = services.GetRequiredService<IResourceStore>();
        var store = new Mock<IResourceStore>();
        store.Setup(one => one.ReadAsync(It.IsAny<RecordKey>(), It.IsAny<CancellationToken>())).Returns(real.ReadAsync);
        store.Setup(one => one.CommitAsync(It.IsAny<StoreChange>(), It.IsAny<CancellationToken>()))
            .Returns((StoreChange change, CancellationToken cancellation) =>
                collisions-- > 0 ? ValueTask.FromResult(CommitResult.Conflict) : real.CommitAsync(change, cancellation));
        var reference = harness.Reference(BatchTraceHarness.Subject, 0);
        var held = await harness.RowAsync(BatchTraceHarness.Subject, reference);
        var row = BatchTraceColumns.Dbs(new Dictionary<string, int>()).Row(2, [.. Enumerable.Range(0, 58).Select((held with { Code = "30" }).Field)]);
        var writer = new BatchTraceWriter(store.Object, SampleData.Ods, BatchTraceProfile.DbsCsv, "hash", BatchTraceReferences.TimeOf(reference)!.Value, TimeProvider.System);

        if (collisions > 2)
        {
            await Assert.ThrowsAsync<StoreBusyException>(() => writer.WriteAsync(row, BatchTraceHarness.Subject, default));
            Assert.Equal("02", await harness.StateAsync(BatchTraceHarness.Subject));
            return;
        }

        Assert.True((await writer.WriteAsync(row, BatchTraceHarness.Subject, default)).IsChanged);
        Assert.Equal("01", await harness.StateAsync(BatchTraceHarness.Subject));
    }
}
