using System.Collections.Concurrent;
using GpConnect.Testing;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.CrashSafety.Tests;

/// <summary>A disk that is full, read-only or unable to flush, under a running provider and at a start.</summary>
[Collection(AloneTests.Name)]
public sealed class BadDiskTests
{
    private readonly ConcurrentQueue<Person> people = new();
    private readonly Acknowledged acknowledged = new();

    [SkippableTheory]
    [Case("CRASH-5", "Full")]
    [Case("CRASH-6", "ReadOnly")]
    [Case("CRASH-7", "CannotFlush")]
    public async Task While_the_disk_fails_requests_and_commands_fail_and_afterwards_the_same_process_continues(string id, string state)
    {
        Assert.NotEmpty(id);
        var folder = await SampleData.NewFolderAsync();
        await people.FillAsync(folder, 300);
        var disk = await Disk.UnderAsync(folder);
        using var server = await Executable.ServeAsync(disk.Environment);
        Assert.True(people.TryDequeue(out var first));
        await RegisterAsync(server, first);

        disk.Become(Enum.Parse<DiskState>(state));
        people.TryDequeue(out var refused);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FailAsync(server, ApiRequest.Read("Patient", "1"))));
        await FailAsync(server, refused!.Register());
        await FailAsync(server, ApiRequest.Read("Practitioner", "1").Without("Authorization"));
        await FailAsync(disk, "practice", "disable", SampleData.OtherOds);
        await FailAsync(disk, "import", Path.Combine(AppContext.BaseDirectory, "samples"));

        disk.Become(DiskState.Fine);
        Assert.True(people.TryDequeue(out var next));
        await RegisterAsync(server, next);
        (await refused.Register().SendAsync(server.Port, TimeProvider.System.GetUtcNow())).Registers();
        (await first.Search().SendAsync(server.Port, TimeProvider.System.GetUtcNow())).Finds(1);
        await StoreCheck.AssertSoundAsync(folder, acknowledged);
    }

    [SkippableTheory]
    [Case("CRASH-8", "Full", true)]
    [Case("CRASH-8", "ReadOnly", true)]
    [Case("CRASH-8", "Full", false)]
    [Case("CRASH-8", "ReadOnly", false)]
    public async Task A_start_on_a_failing_disk_ends_with_one_line_and_does_no_damage(string id, string state, bool hasStore)
    {
        Assert.NotEmpty(id);
        var folder = hasStore ? await SampleData.NewFolderAsync() : Path.Combine(TestFolders.New(), "new");
        var disk = await Disk.UnderAsync(folder);
        disk.Become(Enum.Parse<DiskState>(state));
        await FailAsync(disk, "--port", "0");

        disk.Become(DiskState.Fine);
        using var server = await Executable.ServeAsync(disk.Environment);
        (await ApiRequest.Read("Patient", "1").SendAsync(server.Port, TimeProvider.System.GetUtcNow())).Succeeds();
        await StoreCheck.AssertSoundAsync(folder, acknowledged);
    }

    /// <summary>While many clients send requests, the disk repeatedly fails and recovers.</summary>
    [SkippableTheory]
    [Case("CRASH-5", "Full")]
    [Case("CRASH-6", "ReadOnly")]
    [Case("CRASH-7", "CannotFlush")]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_disk_fails_under_load(string id, string state)
    {
        Assert.NotEmpty(id);
        var folder = await SampleData.NewFolderAsync();
        await people.FillAsync(folder, 2000);
        Assert.True(people.TryDequeue(out var last));
        var disk = await Disk.UnderAsync(folder);
        using var server = await Executable.ServeAsync(disk.Environment);
        var calling = new Clients(people, acknowledged, new Random(1)).RunAsync(server.Port);
        for (var turn = 0; turn < 6; turn++)
        {
            await Task.Delay(250);
            disk.Become(turn % 2 == 0 ? Enum.Parse<DiskState>(state) : DiskState.Fine);
        }

        await RegisterAsync(server, last);
        server.Kill();
        await calling;
        Assert.Contains(acknowledged.Calls, call => call.Status == 500);
        await StoreCheck.AssertSoundAsync(folder, acknowledged);
    }

    private async Task RegisterAsync(Executable server, Person person)
    {
        var traceId = Guid.NewGuid().ToString();
        var registered = (await person.Register().With("Ssp-TraceID", traceId).SendAsync(server.Port, TimeProvider.System.GetUtcNow())).Registers();
        acknowledged.Add(new RegisteredPerson(traceId, person.NhsNumber, (string)registered["id"]!));
        acknowledged.Add(new Answered(traceId, 200));
    }

    private static async Task FailAsync(Executable server, ApiRequest request) =>
        (await request.SendAsync(server.Port, TimeProvider.System.GetUtcNow())).Fails(500, "INTERNAL_SERVER_ERROR");

    /// <summary>The command fails with one line that states the problem, without a stack trace.</summary>
    private static async Task FailAsync(Disk disk, params string[] arguments)
    {
        using var command = Executable.Run(disk.Environment, arguments);
        Assert.Equal(1, await command.EndAsync());
        Assert.Matches(
            @"\A(The store |Setting: GPCONNECT_DATAFOLDER \(or --data\): .*disk )",
            Assert.Single(command.Errors, line => !line.StartsWith("Audit anchor ", StringComparison.Ordinal)));
    }
}
