namespace GpConnect.Fhir.Tests;

public class CodeTests
{
    [Fact]
    public void Reading_a_gender_outside_the_value_set_is_refused()
    {
        Assert.Equal("Patient.gender: code outside the required value set", Inputs.JsonPatient("'gender':'bogus'").Error?.Description);
        Assert.Equal("Patient.gender: code outside the required value set", Inputs.XmlPatient("<gender value='bogus'/>").Error?.Description);
    }
}
