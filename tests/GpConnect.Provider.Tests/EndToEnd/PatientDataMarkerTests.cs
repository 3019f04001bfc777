using System.Globalization;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>Checks that the search for patient data, which runs when the provider of a test ends, finds what it must.</summary>
public sealed partial class PatientDataMarkerTests
{
    [Theory]
    [Case("AT-40", "an NHS number")]
    [Case("AT-40", "a name")]
    [Case("AT-40", "an address")]
    [Case("AT-40", "a token")]
    [Case("AT-40", "a query")]
    public async Task A_provider_that_logs_data_of_a_request_fails_the_test(string id, string what)
    {
        Assert.NotEmpty(id);
        var provider = await RunningProvider.StartAsync();
        var person = await provider.NewPersonAsync();
        var search = person.Search();
        (await provider.SendAsync(person.Register())).Succeeds();
        (await provider.SendAsync(search)).Succeeds();

        var value = what switch
        {
            "an NHS number" => person.NhsNumber,
            "a name" => "NOWAKOWSKI",
            "an address" => "14 Quarry Hill",
            "a token" => search.TokenText(TimeProvider.System.GetUtcNow()).Split('.')[0],
            _ => $"identifier=https://fhir.nhs.uk/Id/nhs-number%7C{person.NhsNumber}",
        };
        var logger = provider.Services.GetRequiredService<ILogger<PatientDataMarkerTests>>();
        LogValue(logger, value);

        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await provider.DisposeAsync());
        Assert.DoesNotContain(person.NhsNumber, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Case("AT-40", "GET /dbs/gpconnect/colls/records/docs/record.Patient.{0} 200", "gqBIXEKyrTP9nhjRz39bwIQdadeaj_XfknbLbJdECAI")]
    [Case("AT-40", "GET /dbs/gpconnect/colls/records/docs/practice.{0} 200", "gqBIXEKyrTP9nhjRz39bwIQdadeaj_XfknbLbJdECAI")]
    [Case("AT-40", "GET /dbs/gpconnect/colls/pds/docs/{0} 200", "gqBIXEKyrTP9nhjRz39bwIQdadeaj_XfknbLbJdECAI")]
    [Case("AT-40", """{{"stream":"1","hash":"{0}"}}""", "MdwqN1iknZZC2It56K4shFlwTdadeaUOOqA1m36CJUA=")]
    [Case("AT-40", "X-Request-ID {0}", "dc0ed1ba-7c4e-4b5e-9d4a-0dadea1b2c3d")]
    [Case("AT-40", "Trace {0}", "4bf92f3577b34da6a3ce929d0dadea36")]
    [Case("AT-40", "Span {0}", "00f067aa0dadeab7")]
    public void A_name_is_found_in_text_but_not_by_chance_in_an_id_or_hash(string id, string line, string chance)
    {
        Assert.NotEmpty(id);
        PatientDataMarkers.Note("""{"name":[{"family":"Dadea"}]}"""u8);

        PatientDataMarkers.AssertAbsent("The line", string.Format(CultureInfo.InvariantCulture, line, chance));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => PatientDataMarkers.AssertAbsent("The line", string.Format(CultureInfo.InvariantCulture, line, "Dadea")));
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "It was {Value}.")]
    private static partial void LogValue(ILogger logger, string value);
}
