using System.Xml.Linq;
using GpConnect.Foundations.Pds;

namespace GpConnect.Spine.SpineMiniServices;

/// <summary>What a reply means to the provider (spine-clients.md §2.4, §2.5).</summary>
internal static class SmspRules
{
    private const string MalformedAnswer = "malformed answer";

    public static PdsAnswer Judge(SmspReply reply, string nhsNumber, bool acceptUnknownSensitivity) => reply switch
    {
        SmspReply.Coded { Code: "SMSP-0000", Patient: { } patient } => Judge(patient, nhsNumber, acceptUnknownSensitivity),
        SmspReply.Coded { Code: not "SMSP-0000" and var code, Patient: var patient } => Judge(code, patient, nhsNumber),
        SmspReply.Fault { Ids: var ids } => new PdsAnswer.Unavailable($"SOAP fault, {ids}"),
        _ => new PdsAnswer.Unavailable(MalformedAnswer),
    };

    private static PdsAnswer Judge(XElement patient, string nhsNumber, bool acceptUnknownSensitivity)
    {
        if (SmspPatient.Read(patient) is not { } record)
        {
            return new PdsAnswer.Unavailable(MalformedAnswer);
        }

        if (acceptUnknownSensitivity)
        {
            return new PdsAnswer.Found(record with { IsSensitive = SmspPatient.IsStripped(patient, record) });
        }

        // Rejecting is safe, accepting is not.
        return record.NhsNumber != nhsNumber || record.DeathDate is not null
            ? new PdsAnswer.Found(record)
            : new PdsAnswer.Unavailable("sensitive status not available");
    }

    private static PdsAnswer Judge(string code, XElement? patient, string nhsNumber)
    {
        var bare = new PdsRecord { NhsNumber = nhsNumber };
        return code switch
        {
            "DEMOG-0001" or "DEMOG-0007" => new PdsAnswer.NotFound(),
            "DEMOG-0017" => new PdsAnswer.Found(bare with { IsSuperseded = true, SupersededBy = SmspPatient.Number(patient) }),
            "DEMOG-0022" or "DEMOG-0042" => new PdsAnswer.Found(bare with { IsInvalid = true }),

            // In use by somebody whose demographics do not match: without any, the verification fails.
            "DEMOG-0040" => new PdsAnswer.Found(bare),
            "SMSP-0001" or "SMSP-0002" or "SMSP-0003" or "SMSP-0004" or "SMSP-0005" or "SMSP-9999" or "DEMOG-9999" => new PdsAnswer.Unavailable(code),
            _ => new PdsAnswer.Unavailable(MalformedAnswer),
        };
    }
}
