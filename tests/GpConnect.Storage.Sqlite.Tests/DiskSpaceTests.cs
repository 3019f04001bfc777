using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Observability;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Storage.Sqlite.Tests;

/// <summary>
/// What the embedded store does before its disk is full. The first tests use thresholds that no disk satisfies, the others a real
/// small disk.
/// </summary>
public sealed class DiskSpaceTests : IDisposable
{
    private readonly CapturedLog log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    [Requirement("AT-30")]
    public async Task Low_disk_space_is_reported_and_requests_are_served_as_before()
    {
        await using var provider = await StartAsync(options => options.DiskWarningMegabytes = int.MaxValue);
        await using var observer = Observer.Watch(provider);
        var trace = Guid.NewGuid().ToString();

        (await provider.SendAsync(ApiRequest.Read("Patient", "1").With("Ssp-TraceID", trace))).Succeeds();
        (await provider.SendAsync((await provider.NewPersonAsync()).Register())).Registers();

        Assert.Equal(200, (int)provider.AuditOf(trace)["status"]!);
        Assert.Equal((200, "Degraded"), await DiskAsync(provider));
        Assert.Equal(1, Count("Warning", "The disk of the data folder is nearly full"));
        Assert.Contains(observer.Instruments, instrument => instrument.Name == "gpconnect.disk.free");
    }

    [Theory]
    [Case("AT-31", "no token")]
    [Case("AT-31", "bad token")]
    [Case("AT-31", "unknown practice")]
    [Case("AT-31", "outside the root")]
    public async Task Requests_of_unidentified_users_cannot_use_up_the_remaining_space(string id, string error)
    {
        Assert.NotEmpty(id);
        await using var provider = await StartAsync(options => options.DiskWarningMegabytes = int.MaxValue);
        ApiRequest Bad() => error switch
        {
            "no token" => ApiRequest.Metadata().Without("Authorization"),
            "bad token" => ApiRequest.Metadata().ChangeToken(token => token.Claims.Remove("iss")),
            "unknown practice" => ApiRequest.Metadata().Under("/Z99999/STU3/1/gpconnect"),
            _ => ApiRequest.Metadata().Under("/elsewhere"),
        };
        var before = provider.Sequence();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => provider.SendAsync(Bad())));

        Assert.All(responses, response => response.Fails(500, "INTERNAL_SERVER_ERROR", "audit"));
        Assert.Equal(before, provider.Sequence());
        Assert.Equal(0, Count("Error", ""));
        (await provider.SendAsync(ApiRequest.Read("Patient", "unknown"))).Fails(404, "PATIENT_NOT_FOUND");
        Assert.Equal(before.Count + 1, provider.Sequence().Count);
    }

    [Theory]
    [Formats]
    [Requirement("AT-32")]
    public async Task Without_a_reserve_nothing_is_changed_and_reads_are_audited(FhirFormat format)
    {
        var person = Person.New();
        await using var provider = await StartAsync(_ => { });
        await provider.AddToPdsAsync(person);
        var folder = TestSettings.Of(provider.Services).DataFolder;
        await using var full = await StartAsync(options => (options.DataFolder, options.DiskReserveMegabytes) = (OnlyStore(folder), int.MaxValue));
        var before = full.Fingerprint();
        var (registration, reading) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());

        (await full.SendAsync(person.Register(format).With("Ssp-TraceID", registration))).Fails(500, "INTERNAL_SERVER_ERROR", "nearly full");
        (await full.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["unverified-agrees"]).As(format))).Fails(500, "INTERNAL_SERVER_ERROR", "nearly full");
        (await full.SendAsync(ApiRequest.Read("Patient", "1").As(format).With("Ssp-TraceID", reading))).Succeeds();

        Assert.Equal(before, full.Fingerprint());
        Assert.Equal((500, 200), ((int)full.AuditOf(registration)["status"]!, (int)full.AuditOf(reading)["status"]!));
        Assert.Equal((503, "Unhealthy"), await DiskAsync(full));
        Assert.Equal((1, 0), (Count("Critical", "has no reserve for the audit trail"), Count("Critical", "full except for the reserve")));
        await full.SwitchAsync(practice => practice with { GpConnect = false });
    }

    [SkippableFact]
    [Requirement("AT-33")]
    public async Task A_full_disk_releases_the_reserve_and_free_space_restores_it()
    {
        using var disk = SmallDisk.Mount(48);
        var reserve = new FileInfo(Path.Combine(disk.Folder, "reserve"));
        await using var provider = await StartAsync(options =>
        {
            File.Copy(Path.Combine(options.DataFolder, "gpconnect.db"), Path.Combine(disk.Folder, "gpconnect.db"));
            (options.DataFolder, options.DiskReserveMegabytes, options.DiskWarningMegabytes) = (disk.Folder, 8, 10);
        });
        var person = await provider.NewPersonAsync();
        Assert.Equal((200, "Healthy"), await DiskAsync(provider));
        Assert.Equal(8 * 1024 * 1024, reserve.Length);

        disk.FillTo(2);
        (await provider.SendAsync(person.Register())).Fails(500, "INTERNAL_SERVER_ERROR", "nearly full");
        (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        reserve.Refresh();
        Assert.False(reserve.Exists);
        Assert.InRange(new DriveInfo(disk.Folder).AvailableFreeSpace, 9 * 1024 * 1024, 11 * 1024 * 1024);

        disk.Clear();
        (await provider.SendAsync(person.Register())).Registers();
        reserve.Refresh();
        Assert.True(reserve.Exists);
        Assert.Equal((1, 1), (Count("Critical", "full except for the reserve"), Count("Information", "has space again")));
    }

    [SkippableFact]
    [Requirement("AT-34")]
    public async Task Once_the_reserve_is_used_up_every_request_fails_and_nothing_is_lost()
    {
        using var disk = SmallDisk.Mount(32);
        await using var provider = await StartAsync(options =>
        {
            File.Copy(Path.Combine(options.DataFolder, "gpconnect.db"), Path.Combine(disk.Folder, "gpconnect.db"));
            (options.DataFolder, options.DiskReserveMegabytes, options.DiskWarningMegabytes) = (disk.Folder, 4, 6);
        });
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
        disk.FillTo(1);
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
        var before = (provider.Fingerprint(), provider.Audit().Count);

        using (var last = new FileStream(Path.Combine(disk.Folder, "last"), FileMode.CreateNew))
        {
            Assert.Throws<IOException>(() => last.Write(new byte[32 * 1024 * 1024]));
        }

        (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Fails(500, "INTERNAL_SERVER_ERROR", "audit");
        (await provider.SendAsync(ApiRequest.Read("Patient", "unknown"))).Fails(500, "INTERNAL_SERVER_ERROR", "audit");
        Assert.Equal(before, (provider.Fingerprint(), provider.Audit().Count));

        File.Delete(Path.Combine(disk.Folder, "last"));
        (await provider.SendAsync(ApiRequest.Read("Patient", "1"))).Succeeds();
        Assert.Equal(before.Count + 1, provider.Audit().Count);
    }

    private static async Task<(int Status, string? Disk)> DiskAsync(RunningProvider provider)
    {
        var ready = await provider.SendRawAsync("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        return (ready.Status, (string?)JsonNode.Parse(ready.Body)!["dependencies"]!["disk"]!["status"]);
    }

    /// <summary>Copies a store without its reserve.</summary>
    private static string OnlyStore(string folder)
    {
        var copy = TestFolders.New();
        foreach (var file in Directory.GetFiles(folder, "gpconnect.db*"))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private Task<RunningProvider> StartAsync(Action<TestSettings> configure) => RunningProvider.StartAsync(
        options =>
        {
            options.LogLevel = LogLevel.Information;
            configure(options);
        },
        services => services.AddSingleton<ILoggerProvider>(log));

    private int Count(string level, string text) =>
        log.Text().Split('\n').Count(line => line.Contains(level, StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal));
}
