using System.Text;
using GpConnect.Foundations.Interactions;

namespace GpConnect.Spine.SpineDirectory;

/// <summary>
/// What the directory has to hold for a practice of this deployment (sds-and-pds.md §1.4): an MHS record for each interaction
/// and one AS record with all of them, under one party key.
/// </summary>
/// <param name="ServiceRoot">Without a trailing slash.</param>
/// <param name="Asid">Null while it is unknown here.</param>
/// <param name="PartyKey">Null while it is unknown here.</param>
internal sealed record SdsRegistration(string OdsCode, string ServiceRoot, string? Asid, string? PartyKey, string? Supplier)
{
    /// <summary>Placeholder for what NHS England assigns.</summary>
    public const string ToBeAssigned = "TO-BE-ASSIGNED";

    private const string Service = "urn:nhs:names:services:gpconnect";

    /// <summary>Attributes that the directory demands of every record and NHS England fills in (spine-clients.md §4.1).</summary>
    private static readonly string[] Approval = ["nhsRequestorURP", "nhsDateRequested", "nhsApproverURP", "nhsDateApproved"];

    private static readonly string[] MhsApproval =
        [.. Approval, "nhsDNSApprover", "nhsDateDNSApproved", "nhsProductKey", "nhsEPInteractionType", "nhsContractPropertyTemplateKey"];

    /// <summary>The records as lines of LDIF, with every attribute that the directory's schema demands.</summary>
    public IEnumerable<string> Ldif(string baseDn)
    {
        yield return $"# {ToBeAssigned} stands for what NHS England assigns; each MHS record has a CPA id of its own.";
        if (Supplier is not null)
        {
            // No class of the captured schema allows the attribute.
            yield return $"# The manufacturer of the system is {Supplier} (nhsMhsManufacturerOrg of the AS record, where the directory knows it).";
        }

        foreach (var (row, number) in Interaction.All.Select((row, index) => (row, index + 1)))
        {
            foreach (var line in Entry(baseDn, "nhsMhs", $"{ToBeAssigned}-{number}", [.. Mhs(row.Id, number)]))
            {
                yield return line;
            }
        }

        foreach (var line in Entry(baseDn, "nhsAs", Asid ?? ToBeAssigned, [.. As()]))
        {
            yield return line;
        }
    }

    private IEnumerable<(string Attribute, string Value)> Mhs(string interaction, int number) =>
    [
        ("nhsMHSPartyKey", PartyKey ?? ToBeAssigned),
        ("nhsMhsSvcIA", interaction),
        ("nhsMHsSN", Service),
        ("nhsMHsIN", interaction[(Service.Length + 1)..]),
        ("nhsMHSEndPoint", ServiceRoot),
        ("nhsMhsFQDN", new Uri(ServiceRoot).IdnHost),
        ("nhsMHSIsAuthenticated", "none"),
        ("nhsMhsCPAId", $"{ToBeAssigned}-{number}"),
        .. MhsApproval.Select(name => (name, ToBeAssigned)),
    ];

    private IEnumerable<(string Attribute, string Value)> As() =>
    [
        ("nhsMHSPartyKey", PartyKey ?? ToBeAssigned),
        ("nhsAsClient", OdsCode),
        .. Interaction.All.Select(row => ("nhsAsSvcIA", row.Id)),
        .. Approval.Select(name => (name, ToBeAssigned)),
    ];

    private IEnumerable<string> Entry(string baseDn, string objectClass, string id, IEnumerable<(string Attribute, string Value)> attributes) =>
    [
        "",
        $"dn: uniqueIdentifier={id},{baseDn}",
        "objectClass: top",
        $"objectClass: {objectClass}",
        $"uniqueIdentifier: {id}",
        $"nhsIDCode: {OdsCode}",
        .. attributes.Select(row => Line(row.Attribute, row.Value)),
    ];

    /// <summary>A value that is not printable ASCII, or that LDIF would misread, is written as Base64 (RFC 2849).</summary>
    private static string Line(string attribute, string value) => value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value is [' ' or ':' or '<', ..] or [.., ' ']
        ? $"{attribute}:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}"
        : $"{attribute}: {value}";
}
