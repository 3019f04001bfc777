using System.Xml.Linq;
using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>What a reply means for the provider (spine-clients.md §2.4, §2.5).</summary>
internal static class SmspRules
{
    private const string MalformedAnswer = "malformed answer";

    public static PdsResponse Validate(SmspResponse reply, string nhsNumber, bool acceptUnknownSensitivity) => reply switch
    {
        SmspResponse.Coded { Code: "SMSP-0000", Patient: { } patient } => Validate(patient, nhsNumber, acceptUnknownSensitivity),
        SmspResponse.Coded { Code: not "SMSP-0000" and var code, Patient: var patient } => Validate(code, patient, nhsNumber),
        SmspResponse.Fault { Ids: var ids } => new PdsResponse.Unavailable($"SOAP fault, {ids}"),
        _ => new PdsResponse.Unavailable(MalformedAnswer),
    };

    private static PdsResponse Validate(XElement patient, string nhsNumber, bool acceptUnknownSensitivity)
    {
        if (SmspPatient.Read(patient) is not { } record)
        {
            return new PdsResponse.Unavailable(MalformedAnswer);
        }

        if (acceptUnknownSensitivity)
        {
            return new PdsResponse.Found(record with { IsSensitive = SmspPatient.IsStripped(patient, record) });
        }

        // Without the sensitive status, rejecting is safe and accepting is not.
        return record.NhsNumber != nhsNumber || record.DeathDate is not null
            ? new PdsResponse.Found(record)
            : new PdsResponse.Unavailable("sensitive status not available");
    }

    private static PdsResponse Validate(string code, XElement? patient, string nhsNumber)
    {
        var bare = new PdsRecord { NhsNumber = nhsNumber };
        return code switch
        {
            "DEMOG-0001" or "DEMOG-0007" => new PdsResponse.NotFound(),
            "DEMOG-0017" => new PdsResponse.Found(bare with { IsSuperseded = true, SupersededBy = SmspPatient.Number(patient) }),
            "DEMOG-0022" or "DEMOG-0042" => new PdsResponse.Found(bare with { IsInvalid = true }),

            // The number belongs to a person with other demographics: a record without any fails the verification.
            "DEMOG-0040" => new PdsResponse.Found(bare),
            "SMSP-0001" or "SMSP-0002" or "SMSP-0003" or "SMSP-0004" or "SMSP-0005" or "SMSP-9999" or "DEMOG-9999" => new PdsResponse.Unavailable(code),
            _ => new PdsResponse.Unavailable(MalformedAnswer),
        };
    }
}
