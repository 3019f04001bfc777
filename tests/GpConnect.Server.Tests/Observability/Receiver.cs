using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Server.Tests.Observability;

/// <summary>Receives what exporters send over real HTTP: OTLP with protobuf, and the JSON of Azure Monitor.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    /// <summary>The token that it issues as the endpoint of a managed identity.</summary>
    public const string AccessToken = "token-of-the-identity";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string? Authorization, byte[] Body)> received = new();

    private Receiver(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <param name="certificate">The certificate to serve HTTPS with; null for HTTP.</param>
    public static async Task<Receiver> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            if (certificate is not null)
            {
                endpoint.UseHttps(certificate);
            }
        }));
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>The bodies that a path received, as text in which every byte is a character.</summary>
    public string Text(string path) => string.Concat(received.Where(one => one.Path == path).Select(one => Encoding.Latin1.GetString(one.Body)));

    /// <summary>The distinct values of <c>Authorization</c> in requests to a path.</summary>
    public IEnumerable<string?> Authorizations(string path) => received.Where(one => one.Path == path).Select(one => one.Authorization).Distinct();

    /// <summary>The paths and bodies of all requests.</summary>
    public string Text() => string.Concat(received.Select(one => $"{one.Path}\n{Encoding.Latin1.GetString(one.Body)}\n"));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await using var content = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        await content.CopyToAsync(body);
        received.Enqueue((context.Request.Path.Value! + context.Request.QueryString, context.Request.Headers.Authorization, body.ToArray()));
        var answer = context.Request.Path.Value switch
        {
            "/v2.1/track" => """{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""",
            "/identity" => $$"""{"access_token":"{{AccessToken}}","expires_on":"4102444800","resource":"https://monitor.azure.com","token_type":"Bearer"}""",
            _ => "",
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer);
    }
}
