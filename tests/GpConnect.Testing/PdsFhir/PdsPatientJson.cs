using System.Text.Json.Nodes;
using GpConnect.Foundations.Pds;

namespace GpConnect.Testing.PdsFhir;

/// <summary>A PDS record as the FHIR API writes it (spine-clients.md §1.4), for tests to change.</summary>
internal static class PdsPatientJson
{
    /// <summary>The new number of a superseded record that does not name one.</summary>
    private const string Successor = "9990001030";

    public static JsonObject From(PdsRecord record)
    {
        var number = record.IsSuperseded ? record.SupersededBy ?? Successor : record.NhsNumber;
        var patient = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["id"] = number,
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = "https://fhir.nhs.uk/Id/nhs-number", ["value"] = number }),
            ["meta"] = Labelled(record.IsSensitive ? "R" : "U"),
            ["name"] = new JsonArray(
                new JsonObject { ["use"] = "nickname", ["family"] = "Quibble", ["given"] = new JsonArray("Zoe") },
                new JsonObject
                {
                    ["use"] = "usual",
                    ["family"] = record.Family,
                    ["given"] = Texts(record.Given),
                    ["prefix"] = Texts(record.Prefix),
                    ["period"] = new JsonObject { ["start"] = "2001-05-06", ["end"] = "2021-12-31" },
                }),
            ["gender"] = record.Gender,
            ["birthDate"] = record.BirthDate,
            ["multipleBirthInteger"] = 1,
        };
        if (record.DeathDate is { } death)
        {
            patient["deceasedDateTime"] = death.Length == "yyyy-mm-dd".Length ? death + "T00:00:00+00:00" : death;
        }

        if (!record.IsSensitive)
        {
            AddContacts(patient, record);
        }

        return patient;
    }

    public static JsonObject Labelled(string code) => new()
    {
        ["versionId"] = "2",
        ["security"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", ["code"] = code }),
    };

    /// <summary>Adds the elements that PDS leaves out of a restricted record.</summary>
    private static void AddContacts(JsonObject patient, PdsRecord record)
    {
        patient["address"] = record.Address is null ? null : new JsonArray(new JsonObject
        {
            ["use"] = "home",
            ["line"] = Texts([.. record.Address.Lines, record.Address.City, record.Address.District]),
            ["postalCode"] = record.Address.PostalCode,
            ["period"] = new JsonObject { ["start"] = "2001-05-06" },
        });
        patient["telecom"] = new JsonArray(Telecom("phone", record.Phone), Telecom("email", record.Email));
        patient["generalPractitioner"] = new JsonArray(new JsonObject
        {
            ["type"] = "Organization",
            ["identifier"] = new JsonObject { ["system"] = "https://fhir.nhs.uk/Id/ods-organization-code", ["value"] = record.RegisteredPracticeOds },
        });
    }

    private static JsonObject Telecom(string system, string? value) => new() { ["system"] = system, ["use"] = "home", ["value"] = value };

    private static JsonArray Texts(IEnumerable<string?> texts) => new([.. texts.OfType<string>().Select(text => (JsonNode)text)]);
}
