using System.CommandLine;
using System.Globalization;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Settings;
using GpConnect.Hosting;
using GpConnect.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace GpConnect.Cli.Commands;

/// <summary>Replaces the contents of the embedded store with a backup; the audit trail continues.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "A file that 'backup' wrote" };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Replace the contents of the store without asking" };

    public static Command Create()
    {
        var command = CommandVerb.Create(
            "restore",
            "Replace practices, records, PDS data and key with those of a backup; the audit trail stays. The server may keep running, unless the backup comes from another deployment",
            Source,
            Yes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var copy = OpenCopy(parsed.GetValue(Source)!, CommonOptions.Read(parsed));
        await using var store = CommandStore.OpenForRestore(parsed);
        var database = store.EmbeddedStore();
        var held = database.Contents();
        Console.WriteLine($"Replaces  {(held.IsEmpty ? "nothing" : held)}");
        Console.WriteLine($"Brings    {copy.Contents()}");
        var aside = held.IsEmpty ? null : KeepAside(parsed, database, store.Get<TimeProvider>().GetUtcNow());
        var entry = new OperatorAudit(store.Get<TimeProvider>())
            .Entry("restore", OperatorAudit.Done, details: [new("file", Redacted.Id(Path.GetFileName(copy.File)))]);
        Restore(database, copy, aside, entry);
        store.AnchorChange($"Restored{(aside is null ? "" : $", the replaced data is in {aside}")}");
        Report(aside);
    }

    /// <summary>Opens the backup and checks that it is one, is sound and is not empty.</summary>
    private static SqliteCopy OpenCopy(string source, ProviderSettings settings)
    {
        var file = Path.GetFullPath(source);
        if (!File.Exists(file))
        {
            throw new CommandException($"There is no file {file}.");
        }

        CommandStore.RequireEmbedded(settings);
        if (file == Path.GetFullPath(ProviderServices.DatabaseFile(settings.Get<EmbeddedStoreOptions>())))
        {
            throw new CommandException("The file is the store itself.");
        }

        RequireReadable(file);
        var copy = new SqliteCopy(file);
        if (copy.Error() is not { } error)
        {
            return copy;
        }

        copy.Dispose();
        throw new CommandException($"{error} Nothing was changed.");
    }

    private static void RequireReadable(string file)
    {
        try
        {
            File.OpenRead(file).Dispose();
        }
        catch (Exception exception) when (FileErrors.IsExpected(exception))
        {
            throw new CommandException($"{file} cannot be read: {FileErrors.Describe(exception)}{FileErrors.ModeOf(file, ", with")}. Nothing was changed.");
        }
    }

    /// <summary>Asks for confirmation, and then saves what is about to be replaced.</summary>
    /// <returns>The file that it is saved in.</returns>
    private static string KeepAside(ParseResult parsed, SqliteDatabase database, DateTimeOffset now)
    {
        if (!parsed.GetValue(Yes))
        {
            Ask();
        }

        var file = Aside(Path.GetDirectoryName(Path.GetFullPath(database.File))!, now);
        SqliteBackup.Write(database, file);
        return file;
    }

    /// <summary>The time to the second: a longer row of digits would be masked in the trail like an NHS number.</summary>
    private static string Aside(string folder, DateTimeOffset time)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"before-restore-{time:yyyyMMdd'T'HHmmss'Z'}.db"));
        return File.Exists(file) ? Aside(folder, time.AddSeconds(1)) : file;
    }

    private static void Ask()
    {
        if (Console.IsInputRedirected)
        {
            throw new CommandException("Nothing was changed: there is no terminal to ask on. Check what would be replaced, then repeat with --yes.", 2);
        }

        Console.Write("Replace it? yes or no: ");
        if (Console.ReadLine()?.Trim() is not "yes")
        {
            throw new CommandException("Nothing was changed.");
        }
    }

    private static void Restore(SqliteDatabase database, SqliteCopy copy, string? aside, AuditEntry entry)
    {
        var isSameKey = copy.Key().Span.SequenceEqual(database.Key.Span);
        try
        {
            SqliteBackup.Restore(database, copy.File, isSameKey, entry);
        }
        catch (SqliteException exception)
        {
            if (aside is not null)
            {
                File.Delete(aside);
            }

            throw database.Translate(exception) is not StoreBusyException ? exception : new CommandException(isSameKey
                ? "The store is busy; try again. Nothing was changed."
                : "The backup comes from another deployment, with another key: stop the server first. Nothing was changed.");
        }
    }

    private static void Report(string? aside)
    {
        if (aside is null)
        {
            Console.WriteLine("Restored. Changes since the backup, including marks such as sensitive or deceased and practices' switches, are not in this store.");
            Console.WriteLine("Its own audit trail does not list them: that of the earlier store does, or a copy or export of it. Make them again before any patient is served (docs/operations/after-a-restore.md).");
            return;
        }

        Console.WriteLine("Restored. All changes since the backup are undone, including marks such as sensitive or deceased and practices' switches:");
        Console.WriteLine("'audit search' lists them. Make them again before any patient is served.");
        Console.WriteLine($"The replaced data is in {aside}: 'restore' brings it back. Delete it when it is no longer needed.");
    }
}
