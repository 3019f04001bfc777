using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Requirements;
using Microsoft.Data.Sqlite;

namespace GpConnect.Storage.Sqlite.Tests;

/// <summary>Another program's database in place of the store is not changed.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ForeignFileTests : IDisposable
{
    private readonly CommandHarness harness = new();

    private string File => Path.Combine(harness.Data, "gpconnect.db");

    [Theory]
    [Case("ST-15", "CREATE TABLE songs (title TEXT)")]
    [Case("ST-15", "CREATE TABLE songs (title TEXT); PRAGMA user_version = 2")]
    [Case("ST-15", "CREATE TABLE songs (title TEXT); PRAGMA user_version = 7")]
    [Case("ST-15", "CREATE TABLE record (title TEXT); CREATE TABLE audit (line TEXT)")]
    [Case("ST-15", "CREATE VIEW songs AS SELECT 1")]
    public async Task The_database_of_another_program_is_refused_and_not_changed(string id, string sql)
    {
        Assert.NotEmpty(id);
        Create(sql);
        var before = Content();

        foreach (var command in new[] { "practice list", $"import {CommandHarness.Samples}", "practice add X12345 --asid 918999198995 --name New", "serve --port 0" })
        {
            var outcome = await harness.RunAsync(command.Split(' '));

            Assert.Equal((1, ""), (outcome.Code, outcome.Output));
            Assert.StartsWith(
                $"The store {File} cannot be used: it is the database of another program. Move it away",
                Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')),
                StringComparison.Ordinal);
            Assert.Equal(before, Content());
        }
    }

    [Fact]
    [Requirement("ST-15")]
    public async Task An_empty_database_becomes_the_store()
    {
        Create("VACUUM");

        await harness.DoAsync("practice", "add", "X12345", "--asid", "918999198995", "--name", "New");

        Assert.Contains("X12345", await harness.DoAsync("practice", "list"), StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private void Create(string sql)
    {
        Directory.CreateDirectory(harness.Data);
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        connection.Execute(sql);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }
    }

    private string Content() =>
        $"{(OperatingSystem.IsWindows() ? "" : System.IO.File.GetUnixFileMode(File))} {Convert.ToHexString(System.IO.File.ReadAllBytes(File))} {string.Join(' ', Directory.GetFiles(harness.Data))}";
}
