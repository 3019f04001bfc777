using System.Globalization;
using System.Text.Json.Nodes;
using GpConnect.Importing.BatchTrace;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.Commands;
using GpConnect.Testing.CrashSafety;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Importing;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Importing.Tests.BatchTrace;

/// <summary>Imports that stop halfway and are run again.</summary>
[Collection(ConsoleTests.Name)]
public sealed class BrokenImportTests : IAsyncLifetime, IDisposable
{
    private const int Patients = 1500;

    private readonly CommandHarness harness = new();
    private string response = "";

    private string[] Import => ["import", "dbs", response, "--practice", TestPractice.Ods, "--profile", BatchTraceProfile.PdsMesh];

    public async Task InitializeAsync()
    {
        var patients = Enumerable.Range(0, Patients).Select(index => Unverified($"p{index}"));
        await harness.DoAsync("import", TestPractice.WriteTo(harness, patients));
        var folder = Directory.CreateDirectory(Path.Combine(harness.Files, "requests")).FullName;
        await harness.DoAsync("export", "dbs", folder, "--practice", TestPractice.Ods, "--profile", BatchTraceProfile.PdsMesh);
        var rows = File.ReadLines(Directory.GetFiles(folder)[0]).Skip(1).Select(line => line.Split(','));
        response = harness.Write("response.csv", new ResponseFile(BatchTraceProfile.PdsMesh).Write(
            [.. rows.Select(row => new ResponseRow(row[0], row[1]) { BirthDate = row[6] })]));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => harness.Dispose();

    [Fact]
    [Requirement("BT-27")]
    public async Task An_import_that_fails_halfway_can_be_run_again()
    {
        Execute($"CREATE TRIGGER broken BEFORE UPDATE ON record WHEN NEW.id = 'p{Patients - 1}' BEGIN SELECT RAISE(ABORT, 'broken'); END");
        var broken = await harness.RunAsync(Import);
        Assert.Equal(1, broken.Code);
        Assert.Single(broken.Error.TrimEnd().Split('\n'));
        Assert.InRange(Changes(), 1, Patients - 1);
        Assert.Contains("\"outcome\":\"failed\"", harness.Audit()[^1], StringComparison.Ordinal);

        Execute("DROP TRIGGER broken");
        await FinishesAsync();
    }

    [Fact]
    [Requirement("BT-27")]
    public async Task An_import_that_is_killed_halfway_can_be_run_again()
    {
        // Writing the last record takes so long that the import is still running when it is killed.
        Execute($"CREATE TRIGGER slow BEFORE UPDATE ON record WHEN NEW.id = 'p{Patients - 1}' BEGIN SELECT count(*) FROM record a, record b, record c; END");
        using (var killed = Executable.Run([new("GPCONNECT_DATAFOLDER", harness.Data)], Import))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(Changes() > 0));
            killed.Kill();
            await killed.EndAsync();
        }

        Assert.InRange(Changes(), 1, Patients - 1);
        Execute("DROP TRIGGER slow");
        await FinishesAsync();
    }

    /// <summary>Runs the import again. It skips the records that were changed, so every record is changed exactly once.</summary>
    private async Task FinishesAsync()
    {
        var missing = Patients - Changes();
        Assert.Contains($"{Patients} rows, {missing} records changed, 0 to look at", await harness.DoAsync(Import), StringComparison.Ordinal);
        Assert.Equal(Patients, Changes());
        Assert.Equal(2, (await harness.ReadAsync(TestPractice.Ods, "Patient", "p0"))!.Envelope.Version);
        Assert.Contains("it was imported before", (await harness.RunAsync(Import)).Error, StringComparison.Ordinal);
    }

    private static JsonObject Unverified(string id) => TestPractice.Object(TestPractice.Patient(id, Person.New().NhsNumber).ToJsonString()
        .Replace("\"code\":\"01\"", "\"code\":\"02\"", StringComparison.Ordinal));

    private int Changes()
    {
        using var services = harness.Services();
        using var connection = services.GetRequiredService<SqliteDatabase>().Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM audit WHERE json_extract(CAST(entry AS TEXT), '$.command') = 'import dbs record'";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Execute(string sql)
    {
        using var services = harness.Services();
        services.Execute(sql);
    }
}
