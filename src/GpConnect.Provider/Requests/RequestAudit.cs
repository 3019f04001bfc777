using System.Text.Json;
using GpConnect.Foundations;
using GpConnect.Foundations.Audit;
using GpConnect.Provider.Tokens;
using Microsoft.AspNetCore.Http.Features;

namespace GpConnect.Provider.Requests;

/// <summary>
/// What the audit trail stores of one request (transport.md §6). The checks add what they find out as they proceed, so that a
/// request that ends early gets its entry too.
/// </summary>
internal sealed class RequestAudit(HttpRequest request, TimeProvider clock)
{
    /// <summary>
    /// Longest token and target that are stored as received, in characters: several times the longest legitimate ones. Longer ones
    /// are cut.
    /// </summary>
    private const int MaximumToken = 8 * 1024;
    private const int MaximumTarget = 2 * 1024;

    /// <summary>Longest other text from a caller, in characters; a repeated header counts as one text.</summary>
    private const int MaximumText = 256;

    private readonly long started = clock.GetTimestamp();

    /// <summary>ODS code of the practice that the URL addresses, known or not.</summary>
    public string? Practice { get; set; }

    /// <summary>Whether <see cref="Practice"/> is served here; otherwise it may be any text that a caller sends.</summary>
    public bool IsPracticeKnown { get; set; }

    public Caller? Caller { get; set; }

    /// <summary>The identifier that the request asks for or registers, whether or not a record is found.</summary>
    public string? Sought { get; set; }

    /// <summary>Time since the request was received.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(started);

    public AuditEntry Entry(RequestOutcome outcome)
    {
        var entry = JsonText.Object(json =>
        {
            json.WriteString(AuditEntry.Id, AuditEntry.NewId());
            json.WriteString("time", clock.GetUtcNow());
            json.WriteString(AuditEntry.Kind, "call");
            json.WriteString("practice", Cut(Practice));
            WriteRequest(json);
            WriteUser(json);
            WriteClaims(json);
            json.WriteString("sought", Cut(Sought));
            json.WriteStartArray("resources");
            foreach (var resource in outcome.Resources)
            {
                json.WriteStringValue(resource);
            }

            json.WriteEndArray();
            json.WriteNumber("status", outcome.Response.Status);
            json.WriteString("error", outcome.Failure?.Error.Code);
            json.WriteString("diagnostics", outcome.Failure?.Diagnostics);
            json.WriteString("reason", outcome.Failure?.Reason);
            json.WriteNumber("milliseconds", Math.Round(Elapsed.TotalMilliseconds, 3));
            json.WriteString("version", ProductVersion.Text);
        });
        return new AuditEntry(entry, IsUnidentified: Caller is null);
    }

    private void WriteRequest(Utf8JsonWriter json)
    {
        json.WriteString("method", Cut(request.Method));
        json.WriteString("target", Cut(request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, MaximumTarget));
        json.WriteString("interaction", Header(SspHeaders.InteractionIdName));
        json.WriteString("traceId", Header(SspHeaders.TraceIdName));
        json.WriteString("fromAsid", Header(SspHeaders.FromName));
        json.WriteString("toAsid", Header(SspHeaders.ToName));
    }

    private void WriteUser(Utf8JsonWriter json)
    {
        if (Caller is null)
        {
            return;
        }

        json.WriteStartObject("user");
        json.WriteString("id", Caller.Practitioner.Id);
        json.WriteString("name", Caller.Practitioner.Name);
        json.WriteString("sdsUserId", Caller.Practitioner.SdsUserId);
        json.WriteString("sdsRoleProfileId", Caller.Practitioner.SdsRoleProfileId);
        json.WriteString("organisationOdsCode", Caller.Organization.OdsCode);
        json.WriteString("organisationName", Caller.Organization.Name);
        json.WriteEndObject();
        json.WriteString("device", Caller.Device.Identifier);
    }

    /// <summary>The claims of an accepted token, otherwise the header as received.</summary>
    private void WriteClaims(Utf8JsonWriter json)
    {
        if (Caller is null)
        {
            json.WriteString("authorization", Header("Authorization", MaximumToken));
            return;
        }

        json.WritePropertyName("claims");
        json.WriteRawValue(Caller.Claims, skipInputValidation: true);
    }

    private string? Header(string name, int maximum = MaximumText)
    {
        var values = request.Headers[name];
        return values.Count == 0 ? null : Cut(values.ToString(), maximum);
    }

    /// <summary>Cuts in front of a character, because half of a surrogate pair is not text.</summary>
    private static string? Cut(string? text, int maximum = MaximumText)
    {
        if (text is null || text.Length <= maximum)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[maximum - 1]) ? maximum - 1 : maximum)];
    }
}
