using GpConnect.Foundations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpConnect.Provider.Health;

/// <summary>The probes. They are outside the FHIR root and are not audited, because their answers hold no personal data.</summary>
internal static class HealthEndpoints
{
    /// <summary>First path segment of the probes; no service root may begin with it.</summary>
    public const string Segment = "health";

    private const string Live = $"/{Segment}/live";
    private const string Ready = $"/{Segment}/ready";

    public static void UseProviderHealth(this IApplicationBuilder app) => app.Use(next => context =>
        context.Request.Path.Value is Live or Ready && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            ? AnswerAsync(context)
            : next(context));

    private static async Task AnswerAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var isReady = context.Request.Path == Ready;
        var isDraining = isReady && services.GetRequiredService<Draining>().HasBegun;
        var report = isReady && !isDraining ? await services.GetRequiredService<ProviderHealth>().ReportAsync() : null;
        var response = context.Response;
        var body = Write(isDraining ? "Draining" : (report?.Status ?? HealthStatus.Healthy).ToString(), report);
        response.StatusCode = isDraining || report?.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(body);
        }
    }

    private static byte[] Write(string status, HealthReport? report) => JsonText.Object(json =>
    {
        json.WriteString("status", status);
        if (report is null)
        {
            return;
        }

        json.WriteStartObject("dependencies");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", entry.Status.ToString());
            json.WriteNumber("milliseconds", Math.Round(entry.Duration.TotalMilliseconds, 1));

            // For an exception the framework puts its message here, which may quote data; the provider's own descriptions hold none.
            if (entry.Exception is null && entry.Description is { } description)
            {
                json.WriteString("description", description);
            }
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
