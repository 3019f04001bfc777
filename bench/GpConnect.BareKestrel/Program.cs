using System.Globalization;

// The upper limit to compare with: Kestrel that answers every request with the same bytes and does nothing else.
// Usage: GpConnect.BareKestrel <port> <body file>
var (port, body) = (int.Parse(args[0], CultureInfo.InvariantCulture), await File.ReadAllBytesAsync(args[1]));
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.ListenLocalhost(port);
});
await using var app = builder.Build();
app.Run(async context =>
{
    context.Response.ContentType = "application/fhir+json;charset=utf-8";
    context.Response.Headers.CacheControl = "no-store";
    context.Response.ContentLength = body.Length;
    await context.Response.BodyWriter.WriteAsync(body);
});
await app.RunAsync();
