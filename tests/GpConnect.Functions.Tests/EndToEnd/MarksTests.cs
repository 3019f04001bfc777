using GpConnect.Functions.Tests.Requirements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GpConnect.Functions.Tests.EndToEnd;

/// <summary>That the search for patient data at the end of every provider of these tests finds what is there.</summary>
public sealed partial class MarksTests
{
    [Theory]
    [Case("AT-40", "an NHS number")]
    [Case("AT-40", "a name")]
    [Case("AT-40", "an address")]
    [Case("AT-40", "a token")]
    [Case("AT-40", "a query")]
    public async Task A_provider_that_logs_what_a_caller_said_fails_the_test(string id, string what)
    {
        Assert.NotEmpty(id);
        var provider = await Provider.StartAsync();
        var person = await provider.NewPersonAsync();
        var search = person.Search();
        (await provider.SendAsync(person.Register())).Succeeds();
        (await provider.SendAsync(search)).Succeeds();

        var said = what switch
        {
            "an NHS number" => person.NhsNumber,
            "a name" => "NOWAKOWSKI",
            "an address" => "14 Quarry Hill",
            "a token" => search.TokenText(TimeProvider.System.GetUtcNow()).Split('.')[0],
            _ => $"identifier=https://fhir.nhs.uk/Id/nhs-number%7C{person.NhsNumber}",
        };
        var logger = provider.Services.GetRequiredService<ILogger<MarksTests>>();
        LogSaid(logger, said);

        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await provider.DisposeAsync());
        Assert.DoesNotContain(person.NhsNumber, failure.Message, StringComparison.Ordinal);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "It was {Said}.")]
    private static partial void LogSaid(ILogger logger, string said);
}
