using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>
/// Read Practitioner, Organization and Location (interactions.md §6, §8, §10): one store access, which returns the stored
/// bytes unchanged (§2.6). Every record of these types is served.
/// </summary>
internal class ReadResource(IResourceStore store) : IInteractionHandler
{
    public async ValueTask<Result<InteractionResult, Failure>> HandleAsync(RequestContext context, CancellationToken cancellation)
    {
        var type = context.Interaction.ResourceType!;
        var id = context.Route.Id!;
        var record = await store.ReadAsync(new RecordKey(context.Practice.OdsCode, type, id), cancellation);
        if (record is null || !IsServable(record.Envelope))
        {
            return context.Interaction.NotFound.Because($"No {type} with the id {Redacted.Id(id)} at this practice");
        }

        var version = record.Envelope.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (context.Route.VersionId is { } asked && asked != version)
        {
            return SpineError.NoRecordFound.Because("Only the current version of a resource is kept");
        }

        return new InteractionResult(record.Body, [record.Key.Reference]) { VersionId = version, Location = $"{type}/{id}/_history/{version}" };
    }

    /// <summary>Whether the record may be served; otherwise the answer is the same as for a record that does not exist.</summary>
    protected virtual bool IsServable(Envelope envelope) => true;
}
