using System.Text.Json.Nodes;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.MutualTls;
using GpConnect.Testing.PdsFhir;
using GpConnect.Testing.SpineMiniServices;

namespace GpConnect.Testing.Fuzz;

/// <summary>The readers of answers of Spine.</summary>
internal sealed class SpineReaders : IAsyncDisposable
{
    public static readonly string[] Names = ["pds-patient", "pds-outcome", "smsp", "sds", .. BatchTraceProfile.All.Select(BatchTraceOf)];

    private readonly AnsweredProvider pdsFhir;
    private readonly AnsweredProvider? smsp;
    private readonly SdsReader sds;

    private SpineReaders(FuzzedProvider imports, AnsweredProvider pdsFhir, AnsweredProvider? smsp, SdsReader sds)
    {
        (this.pdsFhir, this.smsp, this.sds) = (pdsFhir, smsp, sds);
        All =
        [
            pdsFhir.Reader("pds-patient", Patients()),
            pdsFhir.Reader("pds-outcome", Outcomes(), status: 404),
            .. smsp is null ? [] : new IReader[] { smsp.Reader("smsp", Answers()) },
            sds,
            .. BatchTraceProfile.All.Select(profile => new BatchTraceReader(BatchTraceOf(profile), imports, profile)),
        ];
    }

    public IReadOnlyList<IReader> All { get; }

    public static async Task<SpineReaders> StartAsync(FuzzedProvider imports) => new(
        imports,
        await AnsweredProvider.OverPdsFhirAsync(),
        TestAuthority.Reason is null ? await AnsweredProvider.OverSmspAsync() : null,
        await SdsReader.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await pdsFhir.DisposeAsync();
        await sds.DisposeAsync();
        if (smsp is not null)
        {
            await smsp.DisposeAsync();
        }
    }

    private static string BatchTraceOf(string profile) => $"trace-{profile}";

    private static IReadOnlyList<byte[]> Patients()
    {
        var record = Person.Unknown.Pds;
        var notified = PdsPatientJson.From(record);
        notified["extension"] = JsonNode.Parse("""
            [
              {"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus","extension":[
                {"url":"deathNotificationStatus","valueCodeableConcept":{"coding":[{"code":"2"}]}},{"url":"systemEffectiveDate","valueDateTime":"2010-10-22T00:00:00+00:00"}]},
              {"url":"https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration","extension":[
                {"url":"removalFromRegistrationCode","valueCodeableConcept":{"coding":[{"code":"DEA"}]}},{"url":"effectiveTime","valuePeriod":{"start":"2010-10-22"}}]}
            ]
            """);
        var stated = PdsPatientJson.From(record);
        stated["deceasedBoolean"] = true;
        stated["_deceasedDateTime"] = JsonNode.Parse("""{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}""");
        return
        [
            Json(stated),
            Json(PdsPatientJson.From(record with { Family = "Nu\u0301n\u0303ez", BirthDate = "1984-11-20" })),
            Json(PdsPatientJson.From(record)),
            Json(PdsPatientJson.From(record with { IsSensitive = true, DeathDate = "2020-02-02" })),
            Json(PdsPatientJson.From(record with { IsSuperseded = true })),
            Json(notified),
        ];
    }

    private static IReadOnlyList<byte[]> Outcomes() =>
        [Json(PdsServer.Outcome("RESOURCE_NOT_FOUND", "not-found")), Json(PdsServer.Outcome("INVALIDATED_RESOURCE", "processing"))];

    private static IReadOnlyList<byte[]> Answers()
    {
        var record = Person.Unknown.Pds;
        return
        [
            Readers.Bytes($"{new Answer { Patient = Details.Of(record) }}"),
            Readers.Bytes($"{new Answer { Patient = Details.Shown(record with { IsSensitive = true }), Prefixes = ("S", "t", "hl7") }}"),
            Readers.Bytes($"{new Answer { Code = "DEMOG-0017", Patient = Details.Of(record with { NhsNumber = "9990001030" }) }}"),
            Readers.Bytes($"{new Answer { Code = "DEMOG-0040" }}"),
            Readers.Bytes($"{new Answer { Patient = Details.Of(record).Replace("<gPPractice", "<deceasedInd value=\"true\"/><deceasedTime nullFlavor=\"UNK\"/><gPPractice", StringComparison.Ordinal) }}"),
            Readers.Bytes(SmspErrors.Soap("2200")),
        ];
    }

    private static byte[] Json(JsonObject answer) => Readers.Bytes(answer.ToJsonString());
}
