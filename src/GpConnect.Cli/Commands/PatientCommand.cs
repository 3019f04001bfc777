using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Importing.Records;

namespace GpConnect.Cli.Commands;

/// <summary>Shows a Patient with its state, and changes the state by hand.</summary>
internal static class PatientCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Reason for the change; stored with the record",
        Required = true,
        HelpName = "text",
    };

    private static readonly Option<bool> Off = new("--off") { Description = "Remove the mark" };

    private static readonly Option<string?> Date = new("--date") { Description = "Date of death: YYYY-MM-DD, YYYY-MM or YYYY", HelpName = "date" };

    private static readonly Option<string> Into = new("--into")
    {
        Description = "Logical id of the record that survives",
        Required = true,
        HelpName = "id",
    };

    public static Command Create() => new("patient", "Show a Patient's record and change its state by hand")
    {
        Verb("show", "Print the record: its state, then the resource", ShowAsync),
        Verb("deactivate", "The patient has left: stop serving the record", Change(OperatorOverrides.Deactivate, (_, held) => PatientStates.Deactivate(held.Envelope)), Reason),
        Verb("reactivate", "Undo deactivate", Change(OperatorOverrides.Reactivate, (_, held) => PatientStates.Reactivate(held.Envelope)), Reason),
        Verb("mark-sensitive", "Never serve the record", Change(OperatorOverrides.MarkSensitive, (parsed, held) => parsed.GetValue(Off) ? PatientStates.UnmarkSensitive(held.Envelope) : PatientStates.MarkSensitive(held.Envelope)), Reason, Off),
        Verb("mark-deceased", "The patient has died: stop serving the record", Change(OperatorOverrides.MarkDeceased, MarkDeceased), Reason, Date, Off),
        Verb("merge", "Merge the record into another one of the same practice", MergeAsync, Reason, Into),
        Verb("unmerge", "Undo merge", Change(OperatorOverrides.Unmerge, (_, held) => PatientStates.Unmerge(held.Envelope)), Reason),
        UnmarkTracedCommand.Create(Reason),
    };

    private static Command Verb(string name, string description, Func<ParseResult, CancellationToken, Task> action, params ReadOnlySpan<Option> options)
    {
        var command = CommandVerb.Create(name, description, [.. PatientSelection.Symbols, .. options]);
        command.SetAction(action);
        return command;
    }

    private static async Task ShowAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var store = CommandStore.Open(parsed);
        var key = await PatientSelection.FindAsync(parsed, store, cancellation);
        var record = await store.Get<IResourceStore>().ReadAsync(key, cancellation) ?? throw PatientSelection.Unknown(key);
        var audit = new OperatorAudit(store.Get<TimeProvider>());
        await store.AuditAsync(audit.Entry("patient show", OperatorAudit.Done, key.Practice, [$"Patient/{key.Id}"]));
        Write(JsonSerializer.SerializeToUtf8Bytes(record.Envelope, EnvelopeJson.Default.Envelope));
        Write(record.Body.Span);
    }

    private static Func<ParseResult, CancellationToken, Task> Change(string command, Func<ParseResult, StoredRecord, Envelope> change) =>
        async (parsed, cancellation) =>
        {
            await using var store = CommandStore.Open(parsed);
            var key = await PatientSelection.FindAsync(parsed, store, cancellation);
            var isOff = parsed.GetResult(Off) is not null && parsed.GetValue(Off);
            await new PatientChange(store, command, parsed.GetValue(Reason)!, isOff).ApplyAsync(key, held => change(parsed, held), cancellation);
        };

    private static async Task MergeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var store = CommandStore.Open(parsed);
        var key = await PatientSelection.FindAsync(parsed, store, cancellation);
        var survivor = key with { Id = parsed.GetValue(Into)! };
        if (survivor == key)
        {
            throw new CommandException("A record cannot be merged into itself.");
        }

        await new PatientChange(store, OperatorOverrides.Merge, parsed.GetValue(Reason)!).ApplyAsync(key, held => PatientStates.Merge(held.Envelope, survivor.Id), cancellation, survivor);
    }

    private static void Write(ReadOnlySpan<byte> json) => SafeWriter.WriteLines(Console.Out, JsonNode.Parse(json)!.ToJsonString(Indented));

    private static Envelope MarkDeceased(ParseResult parsed, StoredRecord held)
    {
        var date = parsed.GetValue(Date);
        if (parsed.GetValue(Off) == date is not null)
        {
            throw new CommandException("Give either --date as YYYY-MM-DD, YYYY-MM or YYYY, or --off.", 2);
        }

        return date is null
            ? PatientStates.UnmarkDeceased(held.Envelope)
            : PatientStates.MarkDeceased(held.Envelope, PatientStates.DateOfDeath(date, PatientProfile.Parse(held).BirthDate, TimeProvider.System.GetUtcNow()));
    }
}
