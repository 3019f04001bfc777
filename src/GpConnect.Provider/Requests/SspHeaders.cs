using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;

namespace GpConnect.Provider.Requests;

/// <summary>The audit headers that the Spine Secure Proxy forwards (transport.md §4).</summary>
/// <param name="From">ASID of the consumer; for the audit trail only.</param>
/// <param name="To">ASID of the practice.</param>
internal sealed record SspHeaders(string TraceId, string From, string To, Interaction Interaction)
{
    public const string TraceIdName = "Ssp-TraceID";
    public const string FromName = "Ssp-From";
    public const string ToName = "Ssp-To";
    public const string InteractionIdName = "Ssp-InteractionID";

    public static Result<SspHeaders, Failure> Read(IHeaderDictionary headers, Practice practice)
    {
        if (!One(headers, TraceIdName).Try(out var traceId, out var failure)
            || !One(headers, FromName).Try(out var from, out failure)
            || !One(headers, ToName).Try(out var to, out failure))
        {
            return failure;
        }

        if (to != practice.Asid)
        {
            return SpineError.BadRequest.Because($"{ToName} does not match the ASID of the practice that the URL addresses");
        }

        if (!One(headers, InteractionIdName).Try(out var id, out failure))
        {
            return failure;
        }

        if (Interaction.Find(id) is { } interaction)
        {
            return new SspHeaders(traceId, from, to, interaction);
        }

        return PublishedInteractions.NotOffered.Contains(id)
            ? SpineError.NotImplemented.Because($"The interaction {id} is not offered by this provider")
            : SpineError.BadRequest.Because($"Unknown {InteractionIdName} {Redacted.Uri(id)}");
    }

    private static Result<string, Failure> One(IHeaderDictionary headers, string name)
    {
        // A proxy may join two headers of one name with a comma, which no valid value holds.
        var values = headers[name];
        return values.Count switch
        {
            > 1 => Repeated(name),
            1 when values[0]!.Contains(',') => Repeated(name),
            1 when !string.IsNullOrWhiteSpace(values[0]) => values[0]!.Trim(),
            _ => SpineError.BadRequest.Because($"Header {name} is missing or blank"),
        };
    }

    private static Failure Repeated(string name) => SpineError.BadRequest.Because($"Header {name} is given more than once");
}
