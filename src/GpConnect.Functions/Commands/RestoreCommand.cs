using System.CommandLine;
using GpConnect.Functions.Audit;
using GpConnect.Functions.Spine;
using GpConnect.Functions.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace GpConnect.Functions.Commands;

/// <summary>Puts a backup in the place of what the embedded store holds; the audit trail goes on.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "A file that 'backup' wrote" };

    public static Command Create()
    {
        var command = new Command(
            "restore",
            "Replace practices, records, PDS data and key by a backup's; the audit trail stays. The server may run on, unless the backup comes from another deployment")
        {
            Source,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var file = Path.GetFullPath(parsed.GetValue(Source)!);
        if (!File.Exists(file))
        {
            throw new CommandException("There is no such file.");
        }

        await using var store = CommandStore.Open(parsed);
        var database = store.EmbeddedStore();
        if (file == Path.GetFullPath(database.File))
        {
            throw new CommandException("That is the store itself.");
        }

        var isSameKey = Check(file, database);
        var entry = new OperatorAudit(store.Get<TimeProvider>())
            .Entry("restore", OperatorAudit.Done, details: [new("file", Echo.Id(Path.GetFileName(file)))]);
        Restore(database, file, isSameKey, entry);
        Console.WriteLine("Restored. What came after the backup is undone, marks such as sensitive or deceased and practices' switches too:");
        Console.WriteLine("'audit search' names them. Make them again before anybody is served.");
    }

    /// <returns>Whether the backup has the store's own key.</returns>
    private static bool Check(string file, SqliteDatabase database)
    {
        using var copy = new SqliteCopy(file);
        return copy.Fault() is { } fault
            ? throw new CommandException($"{fault} Nothing was changed.")
            : copy.Key().Span.SequenceEqual(database.Key.Span);
    }

    private static void Restore(SqliteDatabase database, string file, bool isSameKey, AuditEntry entry)
    {
        try
        {
            SqliteBackup.Restore(database, file, isSameKey, entry);
        }
        catch (SqliteException exception) when (SqliteFault.Translate(exception) is Storage.StoreBusyException)
        {
            throw new CommandException(isSameKey
                ? "The store is busy; try again. Nothing was changed."
                : "The backup comes from another deployment, with another key: stop the server first. Nothing was changed.");
        }
    }
}
