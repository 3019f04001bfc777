using System.Globalization;
using System.Text.Json;
using GpConnect.Foundations.Observability;
using GpConnect.Provider.Tokens;

namespace GpConnect.MicroBenchmarks;

/// <summary>Measures the memory of a full cache of claims: with claims of typical length, and with the longest that are cached.</summary>
internal static class RememberedClaims
{
    public static void Measure()
    {
        Console.WriteLine("| texts of an entry | entries | memory |\n|---|---|---|");
        Measure(250);
        Measure(ResourceClaims.MaximumLength);
    }

    private static void Measure(int length)
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<Instruments>().AddSingleton<ResourceClaims>().BuildServiceProvider();
        var claims = services.GetRequiredService<ResourceClaims>();
        ResourceClaims.Prepare();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var user = 0; user < 4 * ResourceClaims.Capacity; user++)
        {
            if (!claims.Read(Token(user, length)).Try(out var readings, out var failure) || !readings.AreCacheable)
            {
                throw new InvalidOperationException($"The claims were refused or not cached: {failure}");
            }
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(claims);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {length} characters | {ResourceClaims.Capacity} | {bytes / 1024.0 / 1024:F0} MB |"));
    }

    /// <summary>A token whose texts have the given total length and all differ from those of other users.</summary>
    private static JsonElement Token(int user, int length)
    {
        var id = user.ToString("D10", CultureInfo.InvariantCulture);
        var name = new string('n', length - 114);
        return JsonElement.Parse($$"""
            {
              "requesting_device": {"resourceType":"Device","id":"1","identifier":[{"system":"https://a","value":"{{id}}"}],"model":"model {{id}}","version":"v {{id}}"},
              "requesting_organization": {"resourceType":"Organization","id":"1","identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"{{id}}"}],"name":"n {{id}}"},
              "requesting_practitioner": {"resourceType":"Practitioner","id":"{{id}}","identifier":[
                {"system":"https://fhir.nhs.uk/Id/sds-user-id","value":"{{id}}"},{"system":"https://fhir.nhs.uk/Id/sds-role-profile-id","value":"{{id}}"}],
                "name":[{"family":"{{name}}","given":["{{id}}"],"prefix":["Dr"]}]}
            }
            """);
    }
}
