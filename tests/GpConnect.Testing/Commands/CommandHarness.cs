using System.Text;
using GpConnect.Cli.Commands;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;
using GpConnect.Hosting;
using GpConnect.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Testing.Commands;

/// <summary>A temporary data folder and a folder for files. Runs commands as an operator types them.</summary>
internal sealed class CommandHarness : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("gpconnect-tests-");

    public string Files => root.CreateSubdirectory("files").FullName;

    public string Data => Path.Combine(root.FullName, "data");

    public static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    public string Write(string name, string content)
    {
        var file = Path.Combine(Files, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    public async Task<Outcome> RunAsync(params string[] arguments) => await RunAsync("", arguments);

    public async Task<Outcome> RunAsync(string input, string[] arguments)
    {
        var (standardOut, standardError, standardIn) = (Console.Out, Console.Error, Console.In);
        using var output = new StringWriter();
        using var error = new StringWriter();
        try
        {
            Console.SetOut(output);
            Console.SetError(error);
            Console.SetIn(new StringReader(input));
            var code = await CommandLine.RunAsync([.. arguments, "--data", Data]);
            return new Outcome(code, output.ToString(), WithoutAnchors(error.ToString()));
        }
        finally
        {
            Console.SetOut(standardOut);
            Console.SetError(standardError);
            Console.SetIn(standardIn);
        }
    }

    /// <summary>Anchor lines are meant for a log; LinkedStreamTests checks them.</summary>
    private static string WithoutAnchors(string error) =>
        string.Join('\n', error.Split('\n').Where(line => !line.StartsWith("Audit anchor ", StringComparison.Ordinal)));

    /// <summary>Runs a command that must exit with 0, and returns its output.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Error);
        return outcome.Output;
    }

    public async Task<StoredRecord?> ReadAsync(string practice, string type, string id)
    {
        await using var services = Services();
        return await services.GetRequiredService<IResourceStore>().ReadAsync(new RecordKey(practice, type, id), default);
    }

    public async Task<IReadOnlyList<string>> FindAsync(string practice, string nhsNumber)
    {
        await using var services = Services();
        var hash = services.GetRequiredService<IdentifierHashes>().Of(practice, "Patient", IdentifierSystems.NhsNumber, nhsNumber);
        return (await services.GetRequiredService<IResourceStore>().FindAsync(practice, "Patient", hash, default)).Ids;
    }

    /// <summary>The entries of the trail, except those that link its streams.</summary>
    public IReadOnlyList<string> Audit()
    {
        using var database = new SqliteDatabase(Path.Combine(Data, "gpconnect.db"));
        return database.Read(reader =>
        {
            using var statement = new SqliteStatement(reader.Connection, "SELECT entry FROM audit WHERE instr(entry, CAST('\"kind\":\"stream\"' AS BLOB)) = 0 ORDER BY sequence");
            using var row = statement.Query();
            var entries = new List<string>();
            while (row.Read())
            {
                entries.Add(Encoding.UTF8.GetString(row.Blob(0).ToArray()));
            }

            return entries;
        });
    }

    public ServiceProvider Services() =>
        new ServiceCollection().AddLogging().AddProvider(new TestSettings { DataFolder = Data }).BuildServiceProvider();

    public void Dispose() => root.Delete(recursive: true);
}

internal sealed record Outcome(int Code, string Output, string Error);
