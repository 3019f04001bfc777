using System.CommandLine;
using GpConnect.Functions.Interactions;

namespace GpConnect.Functions.Commands;

/// <summary>Prints a valid fresh token, or a whole curl, for an interaction.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> InteractionName = new("interaction")
    {
        Description = "Interaction id, whole or from 'rest:' or 'operation:' on, for example rest:read:patient-1",
    };

    public static Command Create()
    {
        var command = new Command("token", "Print a valid token for an interaction; it lasts five minutes") { InteractionName };
        command.SetAction(parsed =>
        {
            var interaction = Find(parsed.GetValue(InteractionName)!);
            Console.WriteLine(DeveloperToken.Create(interaction, "https://authorize.fhir.nhs.net/token", TimeProvider.System.GetUtcNow()));
        });
        return command;
    }

    private static Interaction Find(string name) =>
        Interaction.All.SingleOrDefault(row => row.Id == name || row.Id.EndsWith(":fhir:" + name, StringComparison.Ordinal))
        ?? throw new CommandException($"Unknown interaction. Known: {string.Join(", ", Interaction.All.Select(row => row.Id.Split(":fhir:")[1]))}", 2);
}
