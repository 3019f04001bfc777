using GpConnect.Foundations.Interactions;

namespace GpConnect.Testing.SpineDirectory;

internal sealed record RegisteredMhs(string OdsCode, string Interaction, string PartyKey, params string[] Endpoints);

internal sealed record RegisteredAs(string OdsCode, string Asid, string PartyKey, string[] Interactions, string? Supplier = null);

/// <summary>The content of a test's directory, the same for LDAP and for FHIR.</summary>
internal sealed record Registered(IReadOnlyList<RegisteredMhs> Mhs, IReadOnlyList<RegisteredAs> As)
{
    public const string Search = "urn:nhs:names:services:gpconnect:fhir:rest:search:patient-1";
    public const string Other = "urn:nhs:names:services:gpconnect:fhir:rest:read:location-1";
    public const string Root = "https://Provider.Example.nhs.uk:443/A20047/STU3/1/gpconnect";

    /// <summary>A correct practice that also has a consumer's system, and practices that each deviate in one way.</summary>
    public static readonly Registered Sample = new(
        [
            new("A20047", Search, "A20047-8200001", Root),
            new("B10001", Search, "B10001-1", "https://one.example/B10001"),
            new("B10001", Search, "B10001-1", "https://one.example/B10001"),
            new("B10002", Search, "B10002-1", "https://one.example/B10002", "https://two.example/B10002"),
            new("B10003", Search, "B10003-1", "https://one.example/B10003"),
            new("B10004", Search, "B10004-1", "https://one.example/B10004"),
            new("B10005", Search, "B10005-1", "one.example/B10005"),
            new("B10006", Search, "b10006-1", "https://one.example/B10006"),
            new("B10007", Search, "B10007-1", "https://one.example/B10007"),
            new("B10008", Search, "B10008-1", "https://one.example/B10008"),
            new("B10009", Search, "B10009-1", "https://one.example/B10009"),
        ],
        [
            new("A20047", "918999198993", "A20047-8200001", [Search], "X99"),
            new("A20047", "918999198001", "A20047-7000001", [Search], "Y99"),
            new("B10001", "918999190001", "B10001-1", [Search]),
            new("B10002", "918999190002", "B10002-1", [Search]),
            new("B10004", "918999190003", "B10004-1", [Search]),
            new("B10004", "918999190004", "B10004-1", [Search]),
            new("B10005", "918999190005", "B10005-1", [Search]),
            new("B10006", "918999190006", "B10006-1", [Search]),
            new("B10007", "none", "B10007-1", [Search]),
            new("B10008", "918999190008", "B10008-1", [Search]),
            new("B10008", "918999190088", "B10008-1", [Other]),
            new("B10009", "918999190009", "B10009-1", [Other]),
        ]);

    /// <summary>A practice as <c>sds register</c> expects it.</summary>
    public static Registered Practice(string odsCode, string root, string asid, string partyKey) => new(
        [.. Interaction.All.Select(row => new RegisteredMhs(odsCode, row.Id, partyKey, root))],
        [new RegisteredAs(odsCode, asid, partyKey, [.. Interaction.All.Select(row => row.Id)])]);

    public string Ldif() => string.Join('\n', [.. Mhs.Select(Entry), .. As.Select(Entry)]);

    private static string Entry(RegisteredMhs mhs, int number) => $"""
        dn: uniqueIdentifier=mhs{number},ou=Services,o=nhs
        objectClass: nhsMhs
        uniqueIdentifier: mhs{number}
        nhsIDCode: {mhs.OdsCode}
        nhsMHSPartyKey: {mhs.PartyKey}
        nhsMhsSvcIA: {mhs.Interaction}
        {string.Join('\n', mhs.Endpoints.Select(endpoint => $"nhsMHSEndPoint: {endpoint}"))}

        """;

    private static string Entry(RegisteredAs system) => $"""
        dn: uniqueIdentifier={system.Asid},ou=Services,o=nhs
        objectClass: nhsAs
        uniqueIdentifier: {system.Asid}
        nhsIDCode: {system.OdsCode}
        nhsMHSPartyKey: {system.PartyKey}
        {string.Join('\n', system.Interactions.Select(interaction => $"nhsAsSvcIA: {interaction}"))}
        {(system.Supplier is null ? "nhsAsClient: X26" : $"nhsMhsManufacturerOrg: {system.Supplier}")}

        """;
}
