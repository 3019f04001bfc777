using GpConnect.Testing.EndToEnd;

namespace GpConnect.Server.Tests.Observability;

/// <summary>Requests of every kind with data that telemetry must not hold afterwards.</summary>
internal static class MarkedRequests
{
    private const string TraceId = "9f2c7a66-marked-trace";
    private const string TraceState = "marked=state";

    /// <returns>The texts that must not be found.</returns>
    public static async Task<IReadOnlyList<string>> SendAsync(ProviderProcess provider)
    {
        var person = provider.Person;
        var mistaken = ApiRequest.Metadata().Under($"/{person.NhsNumber}/STU3/1/gpconnect").Hiding(person.NhsNumber);
        var requests = new (ApiRequest Request, int Status)[]
        {
            (ApiRequest.Read("Patient", "1"), 200),
            (person.Register(), 200),
            (person.Register(FhirFormat.Xml), 409),
            (person.Search(), 200),
            (ApiRequest.Read("Patient", person.NhsNumber), 404),
            (ApiRequest.Read("Patient", ProviderProcess.Damaged), 500),
            (ApiRequest.Search("Patient", person.NhsNumber), 422),
            (ApiRequest.Register("{\"" + person.NhsNumber), 400),
            (mistaken, 404),
            (ApiRequest.Metadata().Interaction(person.NhsNumber), 400),
            (ApiRequest.Metadata().With("Authorization", $"Bearer {person.NhsNumber}"), 400),
            (ApiRequest.Metadata().ChangeToken(token => token.IssuedAt(long.Parse(person.NhsNumber, System.Globalization.CultureInfo.InvariantCulture))), 200),
        };
        foreach (var (request, status) in requests)
        {
            var response = await provider.SendAsync(request.With("Ssp-TraceID", TraceId).With("tracestate", TraceState));
            Assert.Equal(status, response.Status);
        }

        return
        [
            person.NhsNumber, "Nowakowski", "Ewelina", "Quarry", Token.UserFamily, "Bearer", "eyJ", "nhs-number", "identifier=", "/Patient", "/STU3/",
            TraceId, TraceState, "200000000359", SampleData.Asid,
        ];
    }
}
