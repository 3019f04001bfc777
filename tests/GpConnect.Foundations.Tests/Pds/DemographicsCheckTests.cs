using GpConnect.Foundations.Pds;

namespace GpConnect.Foundations.Tests.Pds;

/// <summary>What PDS says about a number takes precedence over whether the demographics agree (register-patient.md §6).</summary>
public class DemographicsCheckTests
{
    private const string Number = "9000000009";

    private static readonly PdsRecord Record = new() { NhsNumber = Number, BirthDate = "1984-11-02", Family = "Nowak", Given = ["Ewa"] };
    private static readonly VerifiableDemographics Same = new("1984-11-02", "Nowak", "Ewa");
    private static readonly VerifiableDemographics Other = new("1950-01-01", "Smith", "John");

    [Fact]
    public void Equal_demographics_are_verified_and_different_ones_are_not()
    {
        Assert.Equal(DemographicsVerdict.Verified, DemographicsCheck.Validate(Record, Number, Same));
        Assert.Equal(DemographicsVerdict.NotVerified, DemographicsCheck.Validate(Record, Number, Other));
    }

    [Fact]
    public void A_superseded_an_invalid_and_another_number_are_refused_even_with_equal_demographics()
    {
        Assert.Equal(DemographicsVerdict.SupersededOrInvalid, DemographicsCheck.Validate(Record with { IsSuperseded = true }, Number, Same));
        Assert.Equal(DemographicsVerdict.SupersededOrInvalid, DemographicsCheck.Validate(Record with { IsInvalid = true }, Number, Same));
        Assert.Equal(DemographicsVerdict.SupersededOrInvalid, DemographicsCheck.Validate(Record, "9658220290", Same));
    }

    [Fact]
    public void A_sensitive_record_and_a_death_are_reported_even_with_equal_demographics()
    {
        Assert.Equal(DemographicsVerdict.Sensitive, DemographicsCheck.Validate(Record with { IsSensitive = true }, Number, Same));
        Assert.Equal(DemographicsVerdict.Deceased, DemographicsCheck.Validate(Record with { DeathDate = "2020" }, Number, Same));
    }

    [Fact]
    public void Superseded_precedes_sensitive_sensitive_precedes_deceased_and_deceased_precedes_a_failed_verification()
    {
        var all = Record with { IsSuperseded = true, IsSensitive = true, DeathDate = "2020" };

        Assert.Equal(DemographicsVerdict.SupersededOrInvalid, DemographicsCheck.Validate(all, Number, Other));
        Assert.Equal(DemographicsVerdict.Sensitive, DemographicsCheck.Validate(all with { IsSuperseded = false }, Number, Other));
        Assert.Equal(DemographicsVerdict.Deceased, DemographicsCheck.Validate(all with { IsSuperseded = false, IsSensitive = false }, Number, Other));
    }
}
