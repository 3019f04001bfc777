using System.Collections.Frozen;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Provider.Interactions;

/// <summary>One handler for each row of the table of interactions, created once.</summary>
internal sealed class InteractionHandlers(IServiceProvider services)
{
    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["rest:read:metadata-1"] = typeof(ReadMetadata),
        ["rest:read:patient-1"] = typeof(ReadPatient),
        ["rest:search:patient-1"] = typeof(SearchPatient),
        ["rest:read:practitioner-1"] = typeof(ReadResource),
        ["rest:search:practitioner-1"] = typeof(SearchPractitioner),
        ["rest:read:organization-1"] = typeof(ReadResource),
        ["rest:search:organization-1"] = typeof(SearchOrganization),
        ["rest:read:location-1"] = typeof(ReadResource),
        ["operation:gpc.registerpatient-1"] = typeof(RegisterPatient),
    };

    private readonly FrozenDictionary<string, IInteractionHandler> handlers = Interaction.All.ToFrozenDictionary(
        interaction => interaction.Id,
        interaction => (IInteractionHandler)ActivatorUtilities.CreateInstance(services, Types[interaction.ShortId]),
        StringComparer.Ordinal);

    public IInteractionHandler For(Interaction interaction) => handlers[interaction.Id];
}
