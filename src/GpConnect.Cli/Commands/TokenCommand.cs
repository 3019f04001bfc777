using System.CommandLine;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Output;
using GpConnect.Foundations.Practices;
using GpConnect.Provider.Hosting;

namespace GpConnect.Cli.Commands;

/// <summary>Prints a valid fresh token, or a whole curl command, for an interaction.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> InteractionName = new("interaction")
    {
        Description = $"Interaction id, in full or without its prefix: {string.Join(", ", Interaction.All.Select(row => row.ShortId))}",
    };

    private static readonly Option<string> Practice = new("--practice")
    {
        Description = "ODS code of the practice; A20047 of the samples unless given",
        HelpName = "ODS",
        DefaultValueFactory = _ => SamplePractices.First,
    };

    private static readonly Option<string?> Target = new("--target")
    {
        Description = "With --curl: logical id to read, or identifier value to search",
        HelpName = "value",
    };

    private static readonly Option<string?> Body = new("--body") { Description = "With --curl: file with the Parameters to register", HelpName = "file" };

    private static readonly Option<bool> Curl = new("--curl") { Description = "Print a whole curl command to paste into bash" };

    private static readonly Option<int?> Port = CommonOptions.Port();

    public static Command Create()
    {
        var command = new Command("token", "Print a valid token for an interaction, or a whole request; the token lasts five minutes")
        {
            InteractionName,
            Practice,
            Target,
            Body,
            Curl,
            Port,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var interaction = Find(parsed.GetValue(InteractionName)!);
        var settings = CommonOptions.Read(parsed);
        var endpoint = settings.Get<EndpointOptions>();
        var odsCode = parsed.GetValue(Practice)!;
        var server = LocalServer.Of(endpoint, parsed.GetValue(Port) ?? endpoint.Port);
        var root = server.RootOf(settings.Get<ServiceRootOptions>(), odsCode);
        if (!parsed.GetValue(Curl))
        {
            Console.WriteLine(DeveloperToken.Create(interaction, root.Audience, TimeProvider.System.GetUtcNow()));
            return;
        }

        var (target, body) = (parsed.GetValue(Target), parsed.GetValue(Body));
        Check(interaction, target, body);
        await using var store = CommandStore.Open(parsed);
        var practice = await store.PracticeAsync(odsCode, cancellation);
        SafeWriter.WriteLines(Console.Out, CurlLine.Build(new CurlLine.Request(interaction, practice, root, target, body), server.CurlOptions, TimeProvider.System.GetUtcNow()));
    }

    private static void Check(Interaction interaction, string? target, string? body)
    {
        var error = interaction.Kind switch
        {
            InteractionKind.Read when target is null => "--target is missing: the logical id to read.",
            InteractionKind.Search when target is null => "--target is missing: the identifier value to search.",
            InteractionKind.Operation when body is null => "--body is missing: a file with the Parameters to register.",
            InteractionKind.Operation when !File.Exists(body) => "The file that --body names does not exist.",
            _ => null,
        };
        if (error is not null)
        {
            throw new CommandException(error, 2);
        }
    }

    private static Interaction Find(string name) =>
        Interaction.All.SingleOrDefault(row => row.Id == name || row.ShortId == name)
        ?? throw new CommandException($"Unknown interaction. Known: {string.Join(", ", Interaction.All.Select(row => row.ShortId))}", 2);
}
