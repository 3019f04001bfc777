using System.CommandLine;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Settings;
using GpConnect.Spine.SpineDirectory;
using Spectre.Console;

namespace GpConnect.Cli.Commands;

/// <summary>Looks up endpoints in the Spine Directory Service, and shows what must be registered there for a practice.</summary>
internal static class SdsCommand
{
    private static readonly Argument<string> OdsCode = new("ODS") { Description = "ODS code of the practice" };

    private static readonly Argument<string> InteractionName = new("interaction")
    {
        Description = "Interaction id, or the end of one of this provider's, such as search:patient-1",
    };

    private static readonly Option<string> OwnInteraction = new("--interaction")
    {
        Description = "Interaction that the system is registered for; read:metadata-1 unless given",
        HelpName = "interaction",
        DefaultValueFactory = _ => "read:metadata-1",
    };

    private static readonly Option<string?> PartyKey = new("--party-key") { Description = "The practice's party key, once it is assigned", HelpName = "key" };

    private static readonly Option<bool> Ldif = new("--ldif") { Description = "Print the records as LDIF, and check nothing" };

    public static Command Create() => new("sds", "Look up endpoints in the Spine Directory Service")
    {
        Verb("lookup", "Show the service root and the ASID of a practice for an interaction", LookupAsync, OdsCode, InteractionName),
        Verb("self", "Show the ASID of an organisation's own system", SelfAsync, OdsCode, OwnInteraction),
        Verb("register", "Show what has to be registered for a practice; if a directory is set, check it", RegisterAsync, OdsCode, PartyKey, Ldif),
    };

    private static Command Verb(string name, string description, Func<ParseResult, CancellationToken, Task<int>> action, params ReadOnlySpan<Symbol> symbols)
    {
        var command = CommandVerb.Create(name, description, symbols);
        command.SetAction(action);
        return command;
    }

    private static async Task<int> LookupAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var interaction = InteractionId(parsed.GetValue(InteractionName)!);
        using var directory = Directory(CommonOptions.Read(parsed).Get<SdsOptions>());
        var found = await new SdsSession(directory).FindEndpointAsync(parsed.GetValue(OdsCode)!, interaction, cancellation);
        var endpoint = Value(found);
        Console.WriteLine($"Service root  {endpoint.ServiceRoot}");
        Console.WriteLine($"ASID          {endpoint.Asid}");
        Console.WriteLine($"Party key     {endpoint.PartyKey}");
        return 0;
    }

    private static async Task<int> SelfAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var interaction = InteractionId(parsed.GetValue(OwnInteraction)!);
        var settings = CommonOptions.Read(parsed);
        var options = settings.Get<SdsOptions>();
        using var directory = Directory(options);
        var found = await new SdsSession(directory).FindOwnAsidAsync(parsed.GetValue(OdsCode)!, interaction, options.SdsSupplier, cancellation);
        Console.WriteLine($"ASID          {Value(found)}");
        return 0;
    }

    private static async Task<int> RegisterAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = CommonOptions.Read(parsed);
        var options = settings.Get<SdsOptions>();
        var registration = await RegistrationAsync(parsed, settings, cancellation);
        if (parsed.GetValue(Ldif))
        {
            foreach (var line in registration.Ldif(options.SdsBaseDn))
            {
                Console.WriteLine(line);
            }

            return 0;
        }

        Write(registration);
        using var directory = SdsDirectory.Of(options);
        if (directory is null)
        {
            Console.WriteLine("Not checked: no directory is set.");
            return 0;
        }

        var differences = Value(await new RegistrationCheck(directory, registration).RunAsync(cancellation));
        differences.ForEach(Console.WriteLine);
        Console.WriteLine($"{Counted.Text(differences.Count, "difference")} in the directory.");
        return differences.Count == 0 ? 0 : 1;
    }

    private static async Task<SdsRegistration> RegistrationAsync(ParseResult parsed, ProviderSettings settings, CancellationToken cancellation)
    {
        var root = settings.Get<ServiceRootOptions>();
        var odsCode = parsed.GetValue(OdsCode)!.ToUpperInvariant();
        if (root.PublicHost is null)
        {
            throw new CommandException("The service root is not known: set GPCONNECT_PUBLICHOST to the scheme and host that consumers see.");
        }

        if (root.SinglePractice is { } only && only != odsCode)
        {
            throw new CommandException($"This deployment serves {only} only (GPCONNECT_SINGLEPRACTICE).");
        }

        await using var store = CommandStore.Open(parsed);
        var practice = await store.PracticeAsync(odsCode, cancellation);
        return new SdsRegistration(odsCode, new ServiceRoot(root).UrlOf(odsCode), practice.Asid, parsed.GetValue(PartyKey), settings.Get<SdsOptions>().SdsSupplier);
    }

    private static void Write(SdsRegistration registration)
    {
        var table = new Table().AddColumns("Record", "nhsIDCode", "nhsMHSPartyKey", "nhsMhsSvcIA, nhsAsSvcIA", "nhsMHSEndPoint", "uniqueIdentifier");
        var partyKey = registration.PartyKey ?? SdsRegistration.ToBeAssigned;
        foreach (var row in Interaction.All)
        {
            AddRow("MHS", registration.OdsCode, partyKey, row.Id, registration.ServiceRoot, SdsRegistration.ToBeAssigned);
        }

        AddRow("AS", registration.OdsCode, partyKey, "each of those above", "", registration.Asid ?? SdsRegistration.ToBeAssigned);
        CommandTable.Write(table);

        void AddRow(params string[] cells) => CommandTable.Add(table, cells);
    }

    private static ISpineDirectory Directory(SdsOptions options) => SdsDirectory.Of(options)
        ?? throw new CommandException("No directory is set: GPCONNECT_SDSLDAP or GPCONNECT_SDSFHIRENDPOINT leads to one.");

    /// <summary>A full id may belong to any capability; the end of one is matched against this provider's interactions.</summary>
    private static string InteractionId(string name)
    {
        if (name.StartsWith("urn:", StringComparison.Ordinal))
        {
            return name;
        }

        return Interaction.All.Where(row => row.Id.EndsWith($":{name}", StringComparison.Ordinal)).ToList() is [var only]
            ? only.Id
            : throw new CommandException("The interaction must be a full id, or the end of exactly one of this provider's, such as search:patient-1.", 2);
    }

    private static T Value<T>(Result<T, SdsFailure> result)
        where T : notnull => result.Try(out var value, out var error) ? value : throw new CommandException(error.Message);
}
