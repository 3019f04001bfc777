using System.Text.Json.Nodes;
using GpConnect.Testing.Importing;

namespace GpConnect.Testing.Fuzz;

/// <summary>Inputs with periods wherever the provider computes with dates, so that odd dates reach that code.</summary>
internal static class DatedSeeds
{
    /// <summary>A registration of a person whom PDS knows, with a period on every name, telecom and address.</summary>
    /// <param name="registration">Parameters in JSON.</param>
    public static JsonObject Registration(byte[] registration)
    {
        var parameters = JsonNode.Parse(registration)!.AsObject();
        var patient = parameters["parameter"]![0]!["resource"]!;
        foreach (var item in new[] { "name", "telecom", "address" }.SelectMany(list => patient[list]!.AsArray()))
        {
            item!["period"] = Period();
        }

        return parameters;
    }

    /// <summary>A Patient whose registration has a period, with two names of which one is current.</summary>
    public static JsonObject Patient()
    {
        var patient = TestPractice.Patient("dated", TestPractice.NumberOf(1));
        patient["name"]![0]!["period"] = Period();
        patient["name"]!.AsArray().Add(TestPractice.Object("""{"use":"official","family":"Former","period":{"end":"2001-01-01"}}"""));
        TestPractice.Details(patient).Add(new JsonObject { ["url"] = "registrationPeriod", ["valuePeriod"] = Period() });
        return patient;
    }

    private static JsonObject Period() => new() { ["start"] = "2020-01-01", ["end"] = "2030-12-31" };
}
