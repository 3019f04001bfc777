using System.CommandLine;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Operators;
using GpConnect.Storage.Sqlite;

namespace GpConnect.Cli.Commands;

/// <summary>Copies the embedded store to a file while it is in use.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("file") { Description = "File to write; it must not exist yet. It will hold patient data and the key: guard it" };

    public static Command Create()
    {
        var command = new Command("backup", "Copy the embedded store to a file; the server may keep running") { Target };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var file = NewFile.At(parsed.GetValue(Target)!);
        await using var store = CommandStore.Open(parsed);
        var database = store.EmbeddedStore();
        var contents = database.Contents();
        if (contents.IsEmpty)
        {
            throw new CommandException("The store is empty: it holds no practice and no record. Nothing was backed up.");
        }

        var entry = new OperatorAudit(store.Get<TimeProvider>())
            .Entry("backup", OperatorAudit.Done, details: [new("file", Redacted.Id(Path.GetFileName(file)))]);
        await store.AuditAsync(entry);
        SqliteBackup.Write(database, file);
        Console.WriteLine($"Backed up {contents}: {new FileInfo(file).Length} bytes.");
    }
}
