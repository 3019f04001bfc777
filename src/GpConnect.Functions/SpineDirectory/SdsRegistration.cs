using GpConnect.Functions.Interactions;

namespace GpConnect.Functions.SpineDirectory;

/// <summary>
/// What the directory has to hold for a practice of this deployment (sds-and-pds.md §1.4): an MHS record for each interaction
/// and one AS record with all of them, under one party key.
/// </summary>
/// <param name="ServiceRoot">Without a trailing slash.</param>
/// <param name="Asid">Null while it is not known here.</param>
/// <param name="PartyKey">Null while it is not known here.</param>
internal sealed record SdsRegistration(string OdsCode, string ServiceRoot, string? Asid, string? PartyKey, string? Supplier)
{
    /// <summary>Stands where NHS England assigns something.</summary>
    public const string ToBeAssigned = "TO-BE-ASSIGNED";

    private const string Service = "urn:nhs:names:services:gpconnect";

    /// <summary>The records as LDIF, with the attributes that this deployment decides on and the placeholders in their places.</summary>
    public IEnumerable<string> Ldif(string baseDn)
    {
        yield return "# What this deployment decides on; NHS England adds the rest, such as dates of approval.";
        yield return $"# {ToBeAssigned} stands for what NHS England assigns; each MHS record has a CPA id of its own.";
        foreach (var (row, number) in Interaction.All.Select((row, index) => (row, index + 1)))
        {
            foreach (var line in Entry(baseDn, "nhsMhs", $"{ToBeAssigned}-{number}", [.. Mhs(row.Id)]))
            {
                yield return line;
            }
        }

        foreach (var line in Entry(baseDn, "nhsAs", Asid ?? ToBeAssigned, [.. As()]))
        {
            yield return line;
        }
    }

    private IEnumerable<(string Attribute, string Value)> Mhs(string interaction) =>
    [
        ("nhsMHSPartyKey", PartyKey ?? ToBeAssigned),
        ("nhsMhsSvcIA", interaction),
        ("nhsMHsSN", Service),
        ("nhsMHsIN", interaction[(Service.Length + 1)..]),
        ("nhsMHSEndPoint", ServiceRoot),
    ];

    private IEnumerable<(string Attribute, string Value)> As() =>
    [
        ("nhsMHSPartyKey", PartyKey ?? ToBeAssigned),
        ("nhsAsClient", OdsCode),
        .. Supplier is null ? Enumerable.Empty<(string, string)>() : [("nhsMhsManufacturerOrg", Supplier)],
        .. Interaction.All.Select(row => ("nhsAsSvcIA", row.Id)),
    ];

    private IEnumerable<string> Entry(string baseDn, string objectClass, string id, IEnumerable<(string Attribute, string Value)> attributes) =>
    [
        "",
        $"dn: uniqueIdentifier={id},{baseDn}",
        "objectClass: top",
        $"objectClass: {objectClass}",
        $"uniqueIdentifier: {id}",
        $"nhsIDCode: {OdsCode}",
        .. attributes.Select(row => $"{row.Attribute}: {row.Value}"),
    ];
}
