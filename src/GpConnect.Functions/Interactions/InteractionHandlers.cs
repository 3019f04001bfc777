using System.Collections.Frozen;

namespace GpConnect.Functions.Interactions;

/// <summary>One handler for each row of the table, made once.</summary>
internal sealed class InteractionHandlers(IServiceProvider services)
{
    private readonly FrozenDictionary<string, IInteractionHandler> handlers = Interaction.All.ToFrozenDictionary(
        interaction => interaction.Id,
        interaction => (IInteractionHandler)ActivatorUtilities.CreateInstance(services, interaction.Handler),
        StringComparer.Ordinal);

    public IInteractionHandler For(Interaction interaction) => handlers[interaction.Id];
}
