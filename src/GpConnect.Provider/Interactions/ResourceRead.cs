using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Records;
using GpConnect.Provider.Requests;

namespace GpConnect.Provider.Interactions;

/// <summary>What all reads share (interactions.md §2.6): one store access, and the stored bytes as they are.</summary>
internal static class ResourceRead
{
    /// <param name="isServable">Whether the record may be shown; one that may not is answered like one that does not exist.</param>
    public static async ValueTask<Result<Reply>> ReadAsync(
        IResourceStore store, Call call, Func<Envelope, bool> isServable, CancellationToken cancellation)
    {
        var type = call.Interaction.ResourceType!;
        var id = call.Route.Id!;
        var record = await store.ReadAsync(new RecordKey(call.Practice.OdsCode, type, id), cancellation);
        if (record is null || !isServable(record.Envelope))
        {
            return call.Interaction.NotFound.Because($"No {type} with the id {Echo.Id(id)} at this practice");
        }

        var version = record.Envelope.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (call.Route.VersionId is { } asked && asked != version)
        {
            return SpineError.NoRecordFound.Because("Only the current version of a resource is kept");
        }

        call.Audit.Touch(type, id);
        return new Reply(record.Body, version, $"{type}/{id}/_history/{version}");
    }
}
