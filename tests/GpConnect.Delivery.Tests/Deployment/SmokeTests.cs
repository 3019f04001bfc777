using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GpConnect.Delivery.Tests.Deployment;

/// <summary>The script with which the pipeline checks what it has deployed.</summary>
public sealed class SmokeTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private const string Patient = "1";

    private string Host => $"http://127.0.0.1:{fixture.Provider.Port}";

    [Fact]
    public async Task A_provider_that_serves_the_practice_passes_and_no_patient_data_is_printed()
    {
        var (code, output) = await SmokeAsync([Host, SampleData.Ods, SampleData.Asid, Patient]);

        Assert.Equal("smoke: rest:read:metadata-1: 200\nsmoke: rest:read:patient-1: 200\n", output);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData(SampleData.Ods, SampleData.Asid, "no-such-patient", "rest:read:patient-1: 404 \"code\":\"PATIENT_NOT_FOUND\"")]
    [InlineData(SampleData.Ods, SampleData.OtherAsid, Patient, "rest:read:metadata-1: 400 \"code\":\"BAD_REQUEST\"")]
    [InlineData("Z99999", SampleData.Asid, Patient, "rest:read:metadata-1: 404 \"code\":\"ORGANISATION_NOT_FOUND\"")]
    public async Task An_error_fails_with_its_status_and_code(string ods, string asid, string patient, string expected)
    {
        var (code, output) = await SmokeAsync([Host, ods, asid, patient]);

        Assert.EndsWith($"smoke: {expected}\n", output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task A_server_that_returns_200_with_another_body_fails()
    {
        await using var server = await ServeAsync(path => "{}");

        var (code, output) = await SmokeAsync([server.Urls.First(), SampleData.Ods, SampleData.Asid, Patient]);

        Assert.Equal("smoke: rest:read:metadata-1: 200, but the body is not what was asked for\n", output);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_fails()
    {
        var (code, output) = await SmokeAsync(["http://127.0.0.1:9", SampleData.Ods, SampleData.Asid, Patient]);

        Assert.EndsWith("smoke: rest:read:metadata-1: no answer\n", output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task The_script_waits_for_a_server_that_is_still_starting()
    {
        var requests = 0;
        await using var server = await ServeAsync(path => ++requests == 1 ? null : Resource(path));

        var (code, output) = await SmokeAsync(["--wait", "60", server.Urls.First(), SampleData.Ods, SampleData.Asid, Patient]);

        Assert.Equal(0, code);
        Assert.EndsWith("smoke: rest:read:patient-1: 200\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task The_given_client_certificate_is_presented_to_a_server_that_requires_one(bool isGiven, int expected)
    {
        using var certificate = Certificate(out var files);
        await using var server = await ServeAsync(Resource, certificate);
        string[] options = isGiven ? ["--cert", $"{files}.crt", "--key", $"{files}.key"] : [];

        var (code, output) = await SmokeAsync(
            [.. options, server.Urls.First(), SampleData.Ods, SampleData.Asid, Patient],
            ("CURL_CA_BUNDLE", $"{files}.crt"));

        Assert.True(code == expected, output);
    }

    private static string Resource(string path) =>
        $$"""{"resourceType":"{{(path.EndsWith("/metadata", StringComparison.Ordinal) ? "CapabilityStatement" : "Patient")}}"}""";

    /// <param name="body">The body for a path; null returns 503.</param>
    private static async Task<WebApplication> ServeAsync(Func<string, string?> body, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (shown, _, _) => shown.Thumbprint == certificate.Thumbprint;
                });
            }
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        app.Run(context =>
        {
            var text = body(context.Request.Path);
            context.Response.StatusCode = text is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return context.Response.WriteAsync(text ?? "");
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>One certificate for both sides, also written as PEM files.</summary>
    private static X509Certificate2 Certificate(out string files)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        files = Path.Combine(TestFolders.New(), "smoke");
        File.WriteAllText($"{files}.crt", certificate.ExportCertificatePem());
        File.WriteAllText($"{files}.key", key.ExportPkcs8PrivateKeyPem());
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task<(int Code, string Output)> SmokeAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Repository.File(".ci/smoke"), arguments) { RedirectStandardOutput = true };
        start.Environment["PROVIDER"] = $"dotnet {Path.Combine(AppContext.BaseDirectory, "gpconnect.dll")}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
