using System.CommandLine;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Practices;
using GpConnect.Importing.Records;
using Spectre.Console;

namespace GpConnect.Cli.Commands;

/// <summary>Lists and adds practices, and sets their switches. A running server follows within two seconds.</summary>
internal static class PracticeCommand
{
    private static readonly Argument<string> OdsCode = new("ODS") { Description = "ODS code of the practice" };

    private static readonly Option<string> Asid = new("--asid") { Description = "The practice's ASID, 12 digits", Required = true, HelpName = "ASID" };

    private static readonly Option<string> Name = new("--name") { Description = "The practice's name", Required = true, HelpName = "name" };

    private static readonly Option<Capability?> Switch = TypedOptions.Name<Capability>(
        "--capability", "Switch this capability; without it, GP Connect as a whole", "capability");

    public static Command Create() => new("practice", "List and add practices, switch them on and off")
    {
        Verb("list", "Show the practices and their switches", ListAsync),
        Verb("add", "Add a practice; it is switched off", AddAsync, OdsCode, Asid, Name),
        Verb("enable", "Switch GP Connect or a capability on", (parsed, cancellation) => TurnAsync(parsed, true, cancellation), OdsCode, Switch),
        Verb("disable", "Switch GP Connect or a capability off", (parsed, cancellation) => TurnAsync(parsed, false, cancellation), OdsCode, Switch),
    };

    private static Command Verb(string name, string description, Func<ParseResult, CancellationToken, Task> action, params ReadOnlySpan<Symbol> symbols)
    {
        var command = CommandVerb.Create(name, description, symbols);
        command.SetAction(action);
        return command;
    }

    private static async Task ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var store = CommandStore.Open(parsed);
        var table = new Table().AddColumns("ODS", "ASID", "Name", "GP Connect");
        foreach (var capability in Enum.GetValues<Capability>())
        {
            table.AddColumn(capability.ToString());
        }

        foreach (var practice in await store.Get<IPracticeStore>().ListAsync(cancellation))
        {
            string[] cells = [practice.OdsCode, practice.Asid, practice.Name, OnOff(practice.GpConnect), .. Enum.GetValues<Capability>().Select(capability => OnOff(practice.Capabilities.Contains(capability)))];
            CommandTable.Add(table, cells);
        }

        CommandTable.Write(table);
    }

    private static async Task AddAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var practice = new Practice { OdsCode = parsed.GetValue(OdsCode)!, Asid = parsed.GetValue(Asid)!, Name = parsed.GetValue(Name)! };
        if (PracticeFile.Error(practice) is { } error)
        {
            throw new CommandException($"{error}.", 2);
        }

        await using var store = CommandStore.OpenOrCreate(parsed);
        if (await store.Get<IPracticeStore>().FindAsync(practice.OdsCode, cancellation) is not null)
        {
            throw new CommandException($"{practice.OdsCode} already exists.");
        }

        if (await SharedAsid.ErrorAsync(store.Get<IPracticeStore>(), practice, cancellation) is { } shared)
        {
            throw new CommandException($"{practice.OdsCode} is not added: {shared}.");
        }

        await SaveAsync(store, practice, "practice add", $"{practice.OdsCode} is added", cancellation);
        Console.WriteLine($"Added {practice.OdsCode}, switched off. Import its records, then: practice enable {practice.OdsCode} --capability foundations");
    }

    private static async Task TurnAsync(ParseResult parsed, bool isOn, CancellationToken cancellation)
    {
        await using var store = CommandStore.Open(parsed);
        var practice = await store.PracticeAsync(parsed.GetValue(OdsCode)!, cancellation);
        var capability = parsed.GetValue(Switch);
        var turned = capability is { } one
            ? practice with { Capabilities = [.. practice.Capabilities.Where(other => other != one), .. isOn ? [one] : Array.Empty<Capability>()] }
            : practice with { GpConnect = isOn };
        var name = capability?.ToString() ?? "GP Connect";
        var was = capability is { } asked ? practice.Capabilities.Contains(asked) : practice.GpConnect;
        if (was == isOn)
        {
            throw new CommandException($"{practice.OdsCode}: {name} is {OnOff(isOn)} already.");
        }

        if (isOn && await store.Get<OwnOrganizations>().FindAsync(practice.OdsCode, cancellation) is null)
        {
            throw new CommandException($"{practice.OdsCode} stays off: {OwnOrganizations.Missing}. Import it first.");
        }

        var done = $"{practice.OdsCode}: {name} is {OnOff(isOn)}";
        await SaveAsync(store, turned, $"practice {(isOn ? "enable" : "disable")}", done, cancellation, KeyValuePair.Create("switch", name));
        Console.WriteLine($"{done}.{(isOn ? Hint(turned) : "")}");
    }

    /// <summary>Both switches have to be on before anything is served.</summary>
    private static string Hint(Practice practice) => practice switch
    {
        { GpConnect: true, Capabilities: [] } => " No capability is on yet: use --capability.",
        { GpConnect: false, Capabilities: not [] } => $" GP Connect as a whole is off: practice enable {practice.OdsCode}",
        _ => "",
    };

    private static async Task SaveAsync(
        CommandStore store, Practice practice, string command, string done, CancellationToken cancellation, params KeyValuePair<string, string>[] details)
    {
        var entry = new OperatorAudit(store.Get<TimeProvider>()).Entry(command, practice, details);
        await store.Get<IPracticeStore>().SaveAsync(practice, entry, cancellation);
        store.AnchorChange(done);
    }

    private static string OnOff(bool isOn) => isOn ? "on" : "off";
}
