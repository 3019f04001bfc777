using System.Text.Json.Nodes;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Storage.Sqlite.Tests;

/// <summary>An unusable database file is reported with the remedy: at a start, by a command and while the server runs.</summary>
[Collection(ConsoleTests.Name)]
public sealed class DamagedFileTests : IDisposable
{
    private readonly CommandHarness harness = new();

    private string File => Path.Combine(harness.Data, "gpconnect.db");

    [Theory]
    [Case("ST-11", "text", "is not a database, or its beginning is damaged (SQLite error 26). Stop the server, move the file away with its -wal and -shm, keep them, and restore")]
    [Case("ST-11", "schema", "is damaged (SQLite error 11). Stop the server, move the file away with its -wal and -shm, keep them, and restore")]
    [Case("ST-11", "newer", "was written by a newer release (schema 999")]
    [Case("ST-11", "locked", "is locked by another process. Try again")]
    public async Task A_start_and_a_command_name_the_file_and_the_remedy(string id, string error, string said)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, SampleData.Ods));
        using var held = ChangeToken(error);

        foreach (var command in new[] { "practice list", "serve --port 0", "audit verify" })
        {
            var outcome = await harness.RunAsync(command.Split(' '));

            Assert.Equal((1, ""), (outcome.Code, outcome.Output));
            var line = Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
            Assert.Contains(said, line, StringComparison.Ordinal);
            Assert.Contains(File, line, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("ST-11")]
    public async Task A_folder_in_place_of_the_file_is_reported()
    {
        Directory.CreateDirectory(File);

        var outcome = await harness.RunAsync("serve", "--port", "0");

        Assert.Equal((1, $"The store {File} cannot be used: it is a folder (SQLite error 14). Move the folder away; the store has to be a file.\n"), (outcome.Code, outcome.Error));
    }

    [Theory]
    [Case("ST-11", "patient show 3 --practice A20047")]
    [Case("ST-11", "backup {copy}")]
    public async Task A_command_that_meets_a_damaged_page_names_the_file(string id, string line)
    {
        Assert.NotEmpty(id);
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, SampleData.Ods));
        DamagePageOf("3");

        var outcome = await harness.RunAsync([.. line.Split(' ').Select(word => word.Replace("{copy}", Path.Combine(harness.Files, "copy.db"), StringComparison.Ordinal))]);

        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith($"The store {File} cannot be used: it is damaged (SQLite error 11). ", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(harness.Files));
    }

    [Fact]
    [Requirement("ST-12")]
    public async Task A_page_that_is_found_damaged_while_running_is_logged_with_its_code_and_makes_the_provider_unhealthy()
    {
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, SampleData.Ods));
        var log = new CapturedLog();
        await using var provider = await RunningProvider.StartAsync(options => options.DataFolder = harness.Data, services => services.AddSingleton<ILoggerProvider>(log));
        Assert.Equal((200, "Healthy"), await HealthAsync(provider));
        DamagePageOf("3");

        (await provider.SendAsync(ApiRequest.Read("Patient", "3"))).Fails(500, "INTERNAL_SERVER_ERROR", "The record store does not answer");

        Assert.Contains($"The store {File} cannot be used: it is damaged (SQLite error 11).", log.Text(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => await HealthAsync(provider) == (503, "Unhealthy"), 10);
        Assert.Contains("Dependency file is Unhealthy: StoreUnavailableException: The store ", log.Text(), StringComparison.Ordinal);
        Assert.Matches(@"\. at GpConnect\.", log.Text());
        Assert.DoesNotMatch(@" at\s+at ", log.Text());
    }

    /// <summary>The remedy that the message names.</summary>
    [Fact]
    [Requirement("ST-11")]
    public async Task A_damaged_file_that_was_moved_away_is_replaced_by_a_restore()
    {
        var copy = Path.Combine(harness.Files, "copy.db");
        await harness.DoAsync("import", Path.Combine(CommandHarness.Samples, SampleData.Ods));
        await harness.DoAsync("backup", copy);
        DamagePageOf("3");
        System.IO.File.Move(File, Path.Combine(harness.Files, "damaged.db"));

        await harness.DoAsync("restore", copy);

        Assert.NotNull(await harness.ReadAsync(SampleData.Ods, "Patient", "3"));
    }

    public void Dispose() => harness.Dispose();

    private SqliteConnection? ChangeToken(string error)
    {
        switch (error)
        {
            case "text":
                System.IO.File.WriteAllText(File, new string('x', 3 * StorePages.Size));
                return null;
            case "schema":
                StorePages.Damage(File, 0, from: 100);
                return null;
            case "newer":
                Execute("PRAGMA user_version = 999").Dispose();
                return null;
            default:
                return Execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
        }
    }

    private SqliteConnection Execute(string sql)
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        connection.Execute(sql);
        return connection;
    }

    private void DamagePageOf(string patient) => StorePages.Damage(File, StorePages.With(File, $"{{\"resourceType\":\"Patient\",\"id\":\"{patient}\""));

    private static async Task<(int Status, string? Health)> HealthAsync(RunningProvider provider)
    {
        var response = await provider.SendRawAsync("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        return (response.Status, (string?)JsonNode.Parse(response.Body)!["status"]);
    }
}
