using System.Text;
using System.Text.Json.Nodes;

namespace GpConnect.Testing.EndToEnd;

/// <summary>The rules for every answer, which are checked for each request that a test sends.</summary>
internal static class ResponseRules
{
    private const string OutcomeProfile = "https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1";
    private const string ErrorSystem = "https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1";

    private static readonly HashSet<string> KnownHeaders = new(StringComparer.Ordinal)
    {
        "Cache-Control", "Content-Type", "Content-Length", "Content-Encoding", "Content-Location", "Connection", "Date", "ETag", "Retry-After", "Strict-Transport-Security",
    };

    /// <summary>Status, issue type, code and display of every error.</summary>
    private static readonly HashSet<(int, string, string, string)> Errors =
    [
        (400, "invalid", "BAD_REQUEST", "Bad request"),
        (415, "invalid", "BAD_REQUEST", "Bad request"),
        (495, "invalid", "BAD_REQUEST", "Bad request"),
        (496, "invalid", "BAD_REQUEST", "Bad request"),
        (413, "too-long", "BAD_REQUEST", "Bad request"),
        (422, "invalid", "INVALID_PARAMETER", "Invalid parameter"),
        (422, "invalid", "INVALID_RESOURCE", "Invalid validation of resource"),
        (400, "value", "INVALID_IDENTIFIER_SYSTEM", "Invalid identifier system"),
        (400, "value", "INVALID_NHS_NUMBER", "Invalid NHS number"),
        (400, "business-rule", "INVALID_PATIENT_DEMOGRAPHICS", "Invalid patient demographics"),
        (404, "not-found", "PATIENT_NOT_FOUND", "Patient not found"),
        (404, "not-found", "PRACTITIONER_NOT_FOUND", "Practitioner not found"),
        (404, "not-found", "ORGANISATION_NOT_FOUND", "Organisation not found"),
        (404, "not-found", "NO_RECORD_FOUND", "No record found"),
        (409, "duplicate", "DUPLICATE_REJECTED", "Create would lead to creation of a duplicate resource"),
        (403, "forbidden", "ACCESS DENIED", "Access has been denied to process this request"),
        (500, "processing", "INTERNAL_SERVER_ERROR", "Unexpected internal server error"),
        (429, "throttled", "INTERNAL_SERVER_ERROR", "Unexpected internal server error"),
        (503, "transient", "INTERNAL_SERVER_ERROR", "Unexpected internal server error"),
        (501, "not-supported", "NOT_IMPLEMENTED", "Not implemented"),
    ];

    public static void Check(ApiRequest request, string token, ApiResponse response)
    {
        Check(request.Verb, response);
        if (response.Status == 304)
        {
            return;
        }

        Assert.Equal(request.Expected, response.Format);
        if (response.Status >= 400 && request.Verb != "HEAD")
        {
            CheckSecrets(request, token, Encoding.UTF8.GetString(response.Body));
        }
    }

    /// <summary>Checks the rules that depend on no more of the request than its verb.</summary>
    public static void Check(string verb, ApiResponse response)
    {
        CheckHeaders(response);
        if (response.Status == 304)
        {
            Assert.Empty(response.Raw.Body);
            Assert.NotNull(response.Header("ETag"));
            Assert.Null(response.Header("Content-Type"));
            return;
        }

        Assert.NotNull(response.Format);
        if (verb == "HEAD")
        {
            Assert.Empty(response.Raw.Body);
            return;
        }

        Assert.Equal(response.Raw.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), response.Header("Content-Length"));
        if (response.Status >= 400)
        {
            CheckOutcome(response.Status, response.Json);
        }
        else
        {
            Assert.Equal(200, response.Status);
            CheckSuccess(response);
        }
    }

    /// <summary>Checks that the OperationOutcome of an error has exactly these elements.</summary>
    public static void CheckOutcome(int status, JsonObject? outcome)
    {
        Assert.NotNull(outcome);
        var issue = Assert.Single(outcome["issue"]!.AsArray())!;
        var coding = Assert.Single(issue["details"]!["coding"]!.AsArray())!;
        Assert.Contains((status, (string)issue["code"]!, (string)coding["code"]!, (string)coding["display"]!), Errors);
        Assert.False(string.IsNullOrWhiteSpace((string?)issue["diagnostics"]));

        var expected = new JsonObject
        {
            ["resourceType"] = "OperationOutcome",
            ["meta"] = new JsonObject { ["profile"] = new JsonArray(OutcomeProfile) },
            ["issue"] = new JsonArray(new JsonObject
            {
                ["severity"] = "error",
                ["code"] = issue["code"]!.DeepClone(),
                ["details"] = new JsonObject
                {
                    ["coding"] = new JsonArray(new JsonObject
                    {
                        ["system"] = ErrorSystem,
                        ["code"] = coding["code"]!.DeepClone(),
                        ["display"] = coding["display"]!.DeepClone(),
                    }),
                },
                ["diagnostics"] = issue["diagnostics"]!.DeepClone(),
            }),
        };
        Assert.True(JsonNode.DeepEquals(expected, outcome), "The OperationOutcome has other elements than it should");
    }

    private static void CheckHeaders(ApiResponse response)
    {
        Assert.Equal("no-store", response.Header("Cache-Control"));
        foreach (var (name, value) in response.Raw.Headers)
        {
            Assert.Contains(name, KnownHeaders);
            Assert.True(response.Raw.Headers.Count(header => header.Key == name) == 1, $"{name} is repeated");
            Assert.True(name == "Date" || !value.Contains(','), $"{name} has several values");
        }

        Assert.Equal(response.Status is 429 or 503, response.Header("Retry-After") is not null);
    }

    private static void CheckSecrets(ApiRequest request, string token, string body)
    {
        Assert.False(body.Contains(token, StringComparison.Ordinal), "An error repeats the token");
        Assert.False(token.Split('.').Where(part => part.Length > 20).Any(part => body.Contains(part, StringComparison.Ordinal)), "An error repeats a part of the token");
        Assert.False(request.Secrets.Exists(secret => body.Contains(secret, StringComparison.OrdinalIgnoreCase)), "An error repeats an NHS number or a name");
        Assert.False(body.Contains("   at ", StringComparison.Ordinal), "An error holds a stack trace");
    }

    private static void CheckSuccess(ApiResponse response)
    {
        var resource = response.Json!;
        switch ((string)resource["resourceType"]!)
        {
            case "Bundle":
                Assert.Null(response.Header("ETag"));
                Assert.Null(response.Header("Content-Location"));
                CheckBundle(resource);
                break;
            case "CapabilityStatement":
                Assert.Null(response.Header("ETag"));
                break;
            case var type:
                var version = (string)resource["meta"]!["versionId"]!;
                Assert.Equal($"W/\"{version}\"", response.Header("ETag"));
                Assert.EndsWith($"/{type}/{(string)resource["id"]!}/_history/{version}", response.Header("Content-Location"), StringComparison.Ordinal);
                ResourceRules.Check(resource);
                break;
        }
    }

    private static void CheckBundle(JsonObject bundle)
    {
        Assert.All(bundle, element => Assert.Contains(element.Key, new[] { "resourceType", "meta", "type", "entry" }));
        Assert.Equal("searchset", (string?)bundle["type"]);
        if (bundle["entry"] is not JsonArray entries)
        {
            return;
        }

        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.Equal(["resource"], entry!.AsObject().Select(element => element.Key)));
        Assert.Single(entries.Select(entry => (string?)entry!["resource"]!["resourceType"]).Distinct());
        Assert.All(entries, entry => ResourceRules.Check(entry!["resource"]!.AsObject()));
    }
}
