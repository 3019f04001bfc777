using System.Globalization;

namespace GpConnect.Harness;

/// <summary>
/// A PDS that finds every NHS number and answers after a delay. <c>/connections</c> returns the highest number of connections open at
/// once.
/// </summary>
internal static class PdsServer
{
    public static async Task<int> RunAsync(int port, int milliseconds)
    {
        var (open, most) = (0, 0);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Use(next => async connection =>
        {
            most = Math.Max(most, Interlocked.Increment(ref open));
            await next(connection);
            Interlocked.Decrement(ref open);
        })));
        await using var app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.Path == "/connections")
            {
                await context.Response.WriteAsync(most.ToString(CultureInfo.InvariantCulture));
                return;
            }

            await Task.Delay(milliseconds);
            context.Response.ContentType = "application/fhir+json";
            context.Response.Headers["X-Request-ID"] = context.Request.Headers["X-Request-ID"];
            await context.Response.WriteAsync(Patient(context.Request.Path.Value!.Split('/')[^1]));
        });
        await app.RunAsync();
        return 0;
    }

    private static string Patient(string nhsNumber) => $$$"""
        {"resourceType":"Patient","id":"{{{nhsNumber}}}","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{{nhsNumber}}}"}],"meta":{"versionId":"2","security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"U"}]},"name":[{"use":"usual","family":"Newcomer","given":["Nerys"],"prefix":["Ms"],"period":{"start":"2001-05-06"}}],"gender":"female","birthDate":"1971-02-28","address":[{"use":"home","line":["1 Spine Street","Leeds"],"postalCode":"LS1 1AA"}],"telecom":[{"system":"phone","use":"home","value":"01632960999"}],"generalPractitioner":[{"type":"Organization","identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"X12345"}}]}
        """;
}
