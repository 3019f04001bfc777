using GpConnect.Testing.PdsFhir;
using GpConnect.Testing.Requirements;
using Microsoft.AspNetCore.Http;

namespace GpConnect.Spine.Tests.PdsFhir;

/// <summary>The mapping of PDS's errors: every row of spine-clients.md §1.6, by a registration.</summary>
public sealed class ErrorMappingTests : IAsyncLifetime
{
    private PdsFhirProvider live = null!;

    public async Task InitializeAsync() => live = await PdsFhirProvider.StartAsync();

    public async Task DisposeAsync() => await live.DisposeAsync();

    [Theory]
    [Case("PF-10", 404, "RESOURCE_NOT_FOUND", "INVALID_PATIENT_DEMOGRAPHICS")]
    [Case("PF-10", 404, "INVALIDATED_RESOURCE", "INVALID_NHS_NUMBER")]
    [Case("PF-10", 400, "INVALID_RESOURCE_ID", "INVALID_NHS_NUMBER")]
    public async Task An_error_about_the_number_counts_as_an_answer(string id, int status, string code, string expected)
    {
        Assert.NotEmpty(id);
        var person = live.NewPerson(context => PdsServer.RefuseAsync(context, status, code));

        (await live.RegisterAsync(person)).Fails(400, expected);

        Assert.Single(live.RequestsFor(person));
    }

    [Theory]
    [Case("PF-11", 400, "MISSING_VALUE", 1)]
    [Case("PF-11", 400, "INVALID_VALUE", 1)]
    [Case("PF-11", 400, "UNSUPPORTED_SERVICE", 1)]
    [Case("PF-11", 400, "UNSUPPORTED_REQUEST", 1)]
    [Case("PF-11", 400, "RESOURCE_NOT_FOUND", 1)]
    [Case("PF-11", 401, "ACCESS_DENIED", 2)]
    [Case("PF-11", 403, "ACCESS_DENIED", 1)]
    [Case("PF-11", 403, "INVALID_METHOD", 1)]
    [Case("PF-11", 404, "UNKNOWN_ERROR", 1)]
    public async Task An_error_that_a_retry_cannot_fix_is_reported_as_such(string id, int status, string code, int requests)
    {
        Assert.NotEmpty(id);
        var person = live.NewPerson(context => PdsServer.RefuseAsync(context, status, code, contentType: "application/json"));

        await live.FailsToRegisterAsync(person, $"PDS answered {status} {code}: a configuration error");

        Assert.Equal(requests, live.RequestsFor(person).Count);
    }

    [Theory]
    [Case("PF-12", 408, "UNABLE_TO_CALL_SERVICE", 2)]
    [Case("PF-12", 429, "TOO_MANY_REQUESTS", 2)]
    [Case("PF-12", 500, "UNKNOWN_ERROR", 2)]
    [Case("PF-12", 502, "UNKNOWN_ERROR", 2)]
    [Case("PF-12", 503, "SERVICE_UNAVAILABLE", 2)]
    [Case("PF-12", 504, "SERVICE_UNAVAILABLE", 2)]
    [Case("PF-12", 501, "UNKNOWN_ERROR", 1)]
    [Case("PF-12", 409, "UNKNOWN_ERROR", 1)]
    public async Task A_persistent_error_is_retried_at_most_once(string id, int status, string code, int requests)
    {
        Assert.NotEmpty(id);
        var person = live.NewPerson(context => PdsServer.RefuseAsync(context, status, code));

        await live.FailsToRegisterAsync(person, $"PDS answered {status} {code}");

        Assert.Equal(requests, live.RequestsFor(person).Count);
        Assert.Single(live.RequestsFor(person).Select(request => request.RequestId).Distinct());
    }

    [Theory]
    [Case("PF-13", 408)]
    [Case("PF-13", 429)]
    [Case("PF-13", 500)]
    [Case("PF-13", 502)]
    [Case("PF-13", 503)]
    [Case("PF-13", 504)]
    public async Task A_transient_error_is_not_noticed(string id, int status)
    {
        Assert.NotEmpty(id);
        var person = live.NewPersonAfter(context => PdsServer.RefuseAsync(context, status, "UNKNOWN_ERROR", contentType: "application/json"));

        (await live.RegisterAsync(person)).Registers();

        Assert.Equal(2, live.RequestsFor(person).Count);
        Assert.Single(live.RequestsFor(person).Select(request => request.RequestId).Distinct());
    }

    [Theory]
    [Case("PF-14", "<html>Not here</html>", 404, "PDS answered 404 without a known code: a configuration error")]
    [Case("PF-14", "{\"resourceType\":\"Bundle\"}", 404, "PDS answered 404 without a known code: a configuration error")]
    [Case("PF-14", "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}", 404, "PDS answered 404 without a known code: a configuration error")]
    [Case("PF-14", "{\"resourceType\":\"OperationOutcome\",\"issue\":[null]}", 404, "PDS answered 404 without a known code: a configuration error")]
    [Case("PF-14", "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"details\":{\"coding\":[{\"code\":\"RESOURCE_NOT_FOUND\"}]}}]}", 404, "PDS answered 404 without a known code: a configuration error")]
    [Case("PF-14", "", 403, "PDS answered 403 without a known code: a configuration error")]
    [Case("PF-14", "", 204, "PDS answered 204 without a known code")]
    public async Task A_page_from_another_server_is_not_an_answer_of_PDS(string id, string body, int status, string reason)
    {
        Assert.NotEmpty(id);
        await live.FailsToRegisterAsync(
            live.NewPerson(context => body.Length == 0 ? Status(context, status) : PdsServer.AnswerAsync(context, status, body, "text/html")), reason);
    }

    [Theory]
    [Case("PF-15", 301)]
    [Case("PF-15", 302)]
    [Case("PF-15", 307)]
    [Case("PF-15", 308)]
    public async Task A_redirect_is_not_followed(string id, int status)
    {
        Assert.NotEmpty(id);
        var other = live.NewPerson();
        var person = live.NewPerson(context =>
        {
            context.Response.Headers.Location = $"{live.Pds.Endpoint}/Patient/{other.NhsNumber}";
            return Status(context, status);
        });

        await live.FailsToRegisterAsync(person, $"PDS answered {status} without a known code");

        Assert.Empty(live.RequestsFor(other));
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
