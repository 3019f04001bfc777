using System.Text;
using BenchmarkDotNet.Attributes;
using GpConnect.Fhir;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Registration;
using GpConnect.Harness;
using GpConnect.Provider.Interactions;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Requests;
using GpConnect.Provider.Tokens;

namespace GpConnect.MicroBenchmarks;

/// <summary>The time and allocations of each step of a request. Public because BenchmarkDotNet requires it.</summary>
public class RequestSteps
{
    private const string Audience = "https://authorize.fhir.nhs.net/token";

    private readonly Practice practice = new() { OdsCode = SampleData.OdsCode, Asid = SampleData.Asid, Name = "Benchmark practice" };
    private readonly HeaderDictionary headers = new()
    {
        [SspHeaders.TraceIdName] = "09a01679-2564-0fb4-5129-aecc81ea2706",
        [SspHeaders.FromName] = "200000000359",
        [SspHeaders.ToName] = SampleData.Asid,
        [SspHeaders.InteractionIdName] = "urn:nhs:names:services:gpconnect:fhir:rest:read:patient-1",
    };

    private readonly byte[] registration = Encoding.UTF8.GetBytes(People.Registration(People.Numbers().First()));
    private readonly string[] tokens = SampleTokens.Create(Audience);
    private ServiceProvider? services;
    private BearerTokenValidator validator = null!;
    private SampleStore store = null!;
    private ReadOnlyMemory<byte> patient;
    private int call;
    private int user;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        ForgetClaims();
        store = await SampleStore.CreateAsync();
        patient = (await store.FindAsync(0)).Body;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        store.Dispose();
        services?.Dispose();
    }

    [Benchmark(Description = "Token check, claims seen before")]
    public void TokenSeen() => CheckToken(tokens[0]);

    [Benchmark(Description = "Token check, claims new")]
    public void TokenNew()
    {
        if (user == tokens.Length)
        {
            ForgetClaims();
            user = 0;
        }

        CheckToken(tokens[user++]);
    }

    [Benchmark(Description = "Header check")]
    public void Headers() => Require(SspHeaders.Read(headers, practice).Try(out _, out _));

    [Benchmark(Description = "Search in SQLite, one match")]
    public async Task Search() => await store.FindAsync(call++);

    [Benchmark(Description = "Writing a Bundle of one Patient")]
    public object Bundle() => SearchsetBundle.Write([patient]);

    [Benchmark(Description = "Writing a Patient as XML")]
    public object Xml() => FhirWriter.JsonToXml(patient);

    [Benchmark(Description = "Validation of a registration")]
    public async Task Registration()
    {
        var context = new DefaultHttpContext
        {
            Request = { Method = "POST", ContentLength = registration.Length, Body = new MemoryStream(registration) },
        };
        var reading = await RegistrationBody.ReadAsync(context.Request, FhirFormat.Json, default);
        Require(reading.Try(out var body, out _) && RegistrationRules.Check(body.Patient, "", SampleTokens.Clock.GetUtcNow()).Try(out _, out _));
    }

    private void ForgetClaims()
    {
        services?.Dispose();
        services = new ServiceCollection().AddInstruments().AddSingleton<ResourceClaims>().BuildServiceProvider();
        validator = new BearerTokenValidator(services.GetRequiredService<ResourceClaims>(), new BearerTokenOptions(), SampleTokens.Clock);
    }

    private void CheckToken(string token) => Require(
        BearerToken.Read($"Bearer {token}").Try(out var read, out _)
        && BearerToken.Payload(read.Span).Try(out var payload, out _)
        && validator.Validate(payload, Audience).Try(out _, out _));

    /// <summary>Only valid requests are measured.</summary>
    private static void Require(bool isValid)
    {
        if (!isValid)
        {
            throw new InvalidOperationException("The request was refused.");
        }
    }
}
