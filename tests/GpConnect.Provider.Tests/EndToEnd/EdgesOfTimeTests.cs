using System.Text.Json.Nodes;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>Many systems write "for ever" as the last day of the year 9999, which is also the last day that .NET can represent.</summary>
public sealed class EdgesOfTimeTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    [SkippableTheory]
    [FormatCase("RG-66", "9999")]
    [FormatCase("RG-66", "9999-12")]
    [FormatCase("RG-66", "9999-12-31")]
    [FormatCase("RG-66", "9999-12-31T23:59:59.9999999Z")]
    [FormatCase("RG-66", "9999-12-31T23:59:59+14:00")]
    [FormatCase("RG-66", "9999-12-31T23:59:59.9999999+14:00")]
    public async Task Temporary_details_that_last_until_9999_end_with_the_registration(string id, FhirFormat format, string end)
    {
        Assert.NotEmpty(id);
        var patient = (await RegisterAsync(format, new JsonObject { ["end"] = end }, "name", "telecom", "address")).Registers();

        var registration = ResourceRules.Part(ResourceRules.RegistrationDetails(patient), "registrationPeriod")!["valuePeriod"]!;
        Assert.Equal(end, (string?)patient["name"]![0]!["period"]!["end"]);
        Assert.Equal((string?)registration["end"], (string?)Temporary(patient, "telecom")["end"]);
        Assert.Equal((string?)registration["end"], (string?)Temporary(patient, "address")["end"]);
    }

    [SkippableTheory]
    [FormatCase("RG-66", "0001")]
    [FormatCase("RG-66", "0001-01")]
    [FormatCase("RG-66", "0001-01-01")]
    [FormatCase("RG-66", "0001-01-01T00:00:00Z")]
    [FormatCase("RG-66", "0001-01-01T00:00:00-14:00")]
    public async Task A_period_that_starts_in_year_1_has_begun_and_one_that_ends_then_has_ended(string id, FhirFormat format, string moment)
    {
        Assert.NotEmpty(id);
        var begun = (await RegisterAsync(format, new JsonObject { ["start"] = moment }, "name", "telecom", "address")).Registers();
        var ended = (await RegisterAsync(format, new JsonObject { ["end"] = moment }, "telecom", "address")).Registers();

        Assert.Equal(moment, (string?)Temporary(begun, "address")["start"]);
        Assert.Equal(moment, (string?)Temporary(ended, "address")["end"]);
        (await RegisterAsync(format, new JsonObject { ["end"] = moment }, "name")).Fails(400, "BAD_REQUEST", "no active name");
    }

    [SkippableTheory]
    [FormatCase("RG-66", "9999-12-31T23:59:59-14:00")]
    [FormatCase("RG-66", "0001-01-01T00:00:00+14:00")]
    [FormatCase("RG-66", "9999-12-31T23:59:60Z")]
    [FormatCase("RG-66", "9999-12-31T24:00:00Z")]
    [FormatCase("RG-66", "0000-12-31")]
    [FormatCase("TX-8", "2030-01-01T12:00:00,5Z")]
    public async Task An_invalid_time_or_one_outside_the_years_1_to_9999_is_refused(string id, FhirFormat format, string moment)
    {
        Assert.NotEmpty(id);
        (await RegisterAsync(format, new JsonObject { ["end"] = moment }, "address")).Fails(422, "INVALID_RESOURCE", "malformed value");
    }

    /// <param name="lists">Elements whose official or temporary item gets the period.</param>
    private async Task<ApiResponse> RegisterAsync(FhirFormat format, JsonObject period, params string[] lists)
    {
        var person = await fixture.Provider.NewPersonAsync();
        foreach (var list in lists)
        {
            var item = person.Patient[list]!.AsArray().Single(item => (string?)item!["use"] == (list == "name" ? "official" : "temp"))!;
            item["period"] = period.DeepClone();
        }

        return await fixture.Provider.SendAsync(person.Register(format));
    }

    private static JsonNode Temporary(JsonObject patient, string list) =>
        Assert.Single(patient[list]!.AsArray(), item => (string?)item!["use"] == "temp")!["period"]!;
}
