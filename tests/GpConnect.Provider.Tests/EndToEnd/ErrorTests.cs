using System.Net.Sockets;
using System.Text;
using GpConnect.Foundations.Records;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>Internal errors: damaged data, a failing store, callers that disconnect, and what is logged of them.</summary>
public class ErrorTests : IAsyncLifetime
{
    private RunningProvider provider = null!;

    public async Task InitializeAsync() => provider = await RunningProvider.StartAsync();

    public async Task DisposeAsync() => await provider.DisposeAsync();

    [Theory]
    [FormatCase("C15 ST-9", "body = CAST(substr(body, 1, 40) || x'58' || substr(body, 42) AS BLOB)")]
    [FormatCase("C15 ST-9", "body = CAST(substr(body, 1, 40) AS BLOB)")]
    [FormatCase("C15 ST-9", "body = (SELECT body FROM record WHERE practice = 'A20047' AND type = 'Patient' AND id = '4')")]
    [FormatCase("C15 ST-9", "envelope = CAST(replace(CAST(envelope AS TEXT), '1', '2') AS BLOB)")]
    [FormatCase("C15 ST-9", "envelope = (SELECT envelope FROM record WHERE practice = 'A20047' AND type = 'Patient' AND id = '4')")]
    [FormatCase("C15 ST-9", "checksum = zeroblob(32)")]
    public async Task A_damaged_record_is_never_served(string id, FhirFormat format, string damage)
    {
        Assert.NotEmpty(id);
        provider.Execute($"UPDATE record SET {damage} WHERE practice = 'A20047' AND type = 'Patient' AND id = '3'");

        (await provider.SendAsync(ApiRequest.Read("Patient", "3").As(format).Hiding("Venkataraman"))).Fails(500, "INTERNAL_SERVER_ERROR");
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["3"]).As(format).Hiding("Venkataraman"))).Fails(500, "INTERNAL_SERVER_ERROR");
        (await provider.SendAsync(ApiRequest.Read("Patient", "4").As(format))).Succeeds();
    }

    [Theory]
    [Formats]
    [Requirement("C15")]
    public async Task A_record_under_the_wrong_key_is_never_served(FhirFormat format)
    {
        provider.Execute("DELETE FROM record WHERE practice = 'A20047' AND type = 'Patient' AND id = '4'; UPDATE record SET id = '4' WHERE practice = 'A20047' AND type = 'Patient' AND id = '3'");

        (await provider.SendAsync(ApiRequest.Read("Patient", "4").As(format).Hiding("Venkataraman"))).Fails(500, "INTERNAL_SERVER_ERROR");
    }

    [Theory]
    [Formats]
    [Requirement("C15")]
    public async Task An_index_that_leads_to_another_patient_is_not_followed(FhirFormat format)
    {
        provider.Execute("UPDATE identifier SET ids = '4' WHERE practice = 'A20047' AND type = 'Patient' AND ids = '3'");
        provider.Execute("UPDATE identifier SET ids = 'nobody' WHERE practice = 'A20047' AND type = 'Patient' AND ids = '2'");

        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["3"]).As(format))).Fails(500, "INTERNAL_SERVER_ERROR");
        (await provider.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["2"]).As(format))).Fails(500, "INTERNAL_SERVER_ERROR");
    }

    [Theory]
    [Formats]
    [Requirement("C15")]
    public async Task A_registration_never_overwrites_another_patient(FhirFormat format)
    {
        var person = await provider.AddToPdsAsync(Person.With(SampleData.NhsNumbers["lapsed-temporary"]));
        provider.Execute("UPDATE identifier SET ids = 'lapsed-temporary-plain' WHERE practice = 'A20047' AND type = 'Patient' AND ids = 'lapsed-temporary'");
        var before = provider.Fingerprint();

        (await provider.SendAsync(person.Register(format))).Fails(500, "INTERNAL_SERVER_ERROR");

        Assert.Equal(before, provider.Fingerprint());
    }

    [Theory]
    [FormatCase("C15", false, 500)]
    [FormatCase("C15", true, 503)]
    public async Task A_failing_store_gives_an_error_without_details(string id, FhirFormat format, bool isBusy, int status)
    {
        Assert.NotEmpty(id);
        var store = new Mock<IResourceStore>();
        var inner = new InvalidOperationException("secret detail " + SampleData.Patient1);
        store.Setup(broken => broken.ReadAsync(It.IsAny<RecordKey>(), It.IsAny<CancellationToken>())).Throws(isBusy ? new StoreBusyException(inner) : inner);
        await using var broken = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton(store.Object));

        (await broken.SendAsync(ApiRequest.Read("Patient", "1").As(format).Hiding("secret detail"))).Fails(status, "INTERNAL_SERVER_ERROR");
    }

    [Fact]
    [Requirement("HT-8")]
    public async Task A_caller_that_hangs_up_in_the_middle_of_a_body_is_audited()
    {
        var trace = Guid.NewGuid().ToString();
        var request = Person.New().Register().With("Ssp-TraceID", trace).ToBytes(TimeProvider.System.GetUtcNow(), provider.Port);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", provider.Port);
            await client.GetStream().WriteAsync(request.AsMemory(0, request.Length - 100));
        }

        await Eventually.HoldsAsync(() => Task.FromResult(provider.Audit().Any(entry => (string?)entry["traceId"] == trace)), 20);
        Assert.Equal("BAD_REQUEST", (string?)provider.AuditOf(trace)["error"]);
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
    }

    [Theory]
    [Formats]
    [Requirement("HT-9")]
    public async Task A_broken_chunked_body_is_refused(FhirFormat format)
    {
        var whole = Encoding.Latin1.GetString(ApiRequest.Register("", format).Chunked().ToBytes(TimeProvider.System.GetUtcNow(), provider.Port));
        var response = await provider.SendRawAsync(whole[..whole.IndexOf("0\r\n\r\n", StringComparison.Ordinal)] + "nonsense\r\n");

        response.Fails(400, "BAD_REQUEST");
        ResponseRules.CheckOutcome(400, response.Json);
        (await provider.SendAsync(ApiRequest.Metadata())).Succeeds();
    }

    [Theory]
    [Case("HT-9", "80000000")]
    [Case("HT-9", "FFFFFFFFF")]
    [Case("HT-9", "7FFFFFFFFFFFFFFF")]
    [Case("HT-9", "FFFFFFFFFFFFFFFFFFFFFFFF")]
    [Case("HT-9", "-1")]
    [Case("HT-9", "")]
    [Case("HT-9", "1;name=value")]
    public async Task A_chunk_of_an_impossible_length_is_an_error_of_the_caller(string id, string length)
    {
        Assert.NotEmpty(id);
        var log = new CapturedLog();
        await using var logged = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton<ILoggerProvider>(log));
        var whole = Encoding.Latin1.GetString(ApiRequest.Register("").Chunked().ToBytes(TimeProvider.System.GetUtcNow(), logged.Port));

        var response = await logged.SendRawAsync(whole[..whole.IndexOf("0\r\n\r\n", StringComparison.Ordinal)] + length + "\r\nnonsense\r\n");

        response.Fails(400, "BAD_REQUEST");
        Assert.DoesNotContain("Error ", log.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", log.Text(), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("AT-6")]
    public async Task Logs_hold_no_patient_data_and_no_tokens()
    {
        var log = new CapturedLog();
        await using var logged = await RunningProvider.StartAsync(options => options.LogLevel = LogLevel.Trace, services => services.AddSingleton<ILoggerProvider>(log));
        logged.Execute("UPDATE record SET body = CAST('x' AS BLOB) WHERE id = '3'");
        var person = await logged.NewPersonAsync();
        await logged.RegisterAsync(person);
        await logged.SendAsync(person.Register());
        await logged.SendAsync(person.Search());
        await logged.SendAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["unverified-agrees"]));
        await logged.SendAsync(ApiRequest.Read("Patient", "3"));
        await logged.SendAsync(ApiRequest.Read("Patient", person.NhsNumber).Hiding(person.NhsNumber));
        await logged.SendAsync(PatientErrors.Edit(person, "unknown property").Register());
        await logged.SendAsync(ApiRequest.Register("{\"" + person.NhsNumber).Hiding(person.NhsNumber));
        await logged.SendAsync(ApiRequest.Metadata().ChangeToken(token => token.Claims.Remove("iss")));
        await logged.SendRawAsync($"GET /{person.NhsNumber}?{Token.UserFamily}\0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        await logged.SendRawAsync($"GET /{person.NhsNumber} HTTP/1.1\r\nHost: localhost\r\n{Token.UserFamily}\r\nConnection: close\r\n\r\n");

        var text = log.Text();
        Assert.Contains("CorruptRecordException", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]{10}", text.Replace("9189991989", "", StringComparison.Ordinal));
        foreach (var secret in new[] { person.NhsNumber, "Nowakowski", "Ewelina", "Quarry", "Venkataraman", Token.UserFamily, "Bearer", "eyJ" })
        {
            Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), "The log holds patient data or a token");
        }
    }
}
