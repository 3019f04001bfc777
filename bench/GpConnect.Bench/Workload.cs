using GpConnect.Foundations.Interactions;

namespace GpConnect.Harness;

/// <summary>A kind of request and its expected status.</summary>
internal sealed record Workload(string Name, string ShortId, int Status = 200)
{
    private const string Identifier = "identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2F";

    private static readonly Workload[] All =
    [
        new("read", "rest:read:patient-1") { Path = patient => $"Patient/{SampleData.Id(patient.Index)}" },
        new("read-xml", "rest:read:patient-1") { Path = patient => $"Patient/{SampleData.Id(patient.Index)}", Accept = "application/fhir+xml" },
        new("search", "rest:search:patient-1") { Path = patient => $"Patient?{Identifier}nhs-number%7C{patient.NhsNumber}" },
        new("practitioner", "rest:read:practitioner-1") { Path = _ => "Practitioner/1" },
        new("practitioner-search", "rest:search:practitioner-1") { Path = _ => $"Practitioner?{Identifier}sds-user-id%7CG99999999" },
        new("organization", "rest:read:organization-1") { Path = _ => "Organization/1" },
        new("organization-search", "rest:search:organization-1") { Path = patient => $"Organization?{Identifier}ods-organization-code%7C{patient.OdsCode}" },
        new("register", "operation:gpc.registerpatient-1") { Path = _ => "Patient/$gpc.registerpatient" },
        new("unknown", "rest:read:patient-1", 404) { Path = _ => "Patient/nobody" },
        new("bad-number", "rest:search:patient-1", 400) { Path = _ => $"Patient?{Identifier}nhs-number%7C1234567890" },
        new("no-token", "rest:read:patient-1", 400) { Path = patient => $"Patient/{SampleData.Id(patient.Index)}", HasToken = false },
    ];

    /// <summary>The path and query below the service root of the patient's practice.</summary>
    public required Func<SamplePatient, string> Path { get; init; }

    public string Accept { get; private init; } = "application/fhir+json";

    public bool HasToken { get; private init; } = true;

    public Interaction Interaction { get; } = Interaction.All.Single(row => row.ShortId == ShortId);

    public bool IsRegistration => Interaction.Kind == InteractionKind.Operation;

    public static Workload Named(string name) =>
        All.SingleOrDefault(workload => workload.Name == name)
        ?? throw new ArgumentException($"There is no workload {name}; the workloads are {string.Join(", ", All.Select(workload => workload.Name))}.");
}
