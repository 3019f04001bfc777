namespace GpConnect.Foundations.Pds;

/// <summary>What a PDS answer means for a set of demographics.</summary>
internal enum DemographicsVerdict
{
    Verified,
    NotFound,
    SupersededOrInvalid,
    Sensitive,
    Deceased,
    NotVerified,
}

internal static class DemographicsCheck
{
    /// <summary>Judges in the order of register-patient.md §6: the flags win over a verification that fails.</summary>
    public static DemographicsVerdict Validate(PdsRecord record, string nhsNumber, VerifiableDemographics local)
    {
        if (record.IsSuperseded || record.IsInvalid || record.NhsNumber != nhsNumber)
        {
            return DemographicsVerdict.SupersededOrInvalid;
        }

        if (record.IsSensitive)
        {
            return DemographicsVerdict.Sensitive;
        }

        if (record.DeathDate is not null)
        {
            return DemographicsVerdict.Deceased;
        }

        return VerificationRule.IsVerified(local, record) ? DemographicsVerdict.Verified : DemographicsVerdict.NotVerified;
    }
}
