namespace GpConnect.Fhir.Tests;

/// <summary>Descriptions of errors appear in diagnostics and logs, so they name elements and never repeat a value.</summary>
public class ErrorTests
{
    [Theory]
    [InlineData("'invalidField':'x'", "Patient.invalidField: unknown element")]
    [InlineData("'name':[{'family':'a','invalidField':{'b':1}}]", "Patient.name[0].invalidField: unknown element")]
    [InlineData("'invalidField':{'a':{'b':1}}", "Patient.invalidField: unknown element")]
    [InlineData("'gender':'bogus','invalidField':'x'", "Patient.invalidField: unknown element")]
    [InlineData("'active':true,'active':true", "active: duplicate property")]
    [InlineData("'birthDate':null", "birthDate: null")]
    [InlineData("'name':[{'family':'\\ud83d'}]", "name.family: text that is not Unicode")]
    [InlineData("'birthDate':'yesterday'", "Patient.birthDate: malformed value")]
    [InlineData("'language':'en','id':'a b'", "Patient.id: malformed value")]
    public void An_error_in_json_names_the_element(string members, string description) =>
        Assert.Equal(description, Inputs.JsonPatient(members).Error?.Description);

    [Theory]
    [InlineData("<invalidField value='x'/>", "Patient.invalidField: unknown element")]
    [InlineData("<name invalidField='x'><family value='a'/></name>", "Patient.name[0].invalidField: unknown element")]
    [InlineData("<gender value='bogus'/><invalidField value='x'/>", "Patient.invalidField: unknown element")]
    [InlineData("<gender value='male'/><active value='true'/>", "Patient.active: element out of order")]
    public void An_error_in_xml_names_the_element(string inner, string description) =>
        Assert.Equal(description, Inputs.XmlPatient(inner).Error?.Description);

    [Fact]
    public void A_missing_element_of_the_root_is_named() =>
        Assert.Equal("type: mandatory element missing", Inputs.Json("{'resourceType':'Bundle','id':'a'}").Error?.Description);

    [Theory]
    [InlineData("'<script>':'SECRET'")]
    [InlineData("'SECRET 1':1")]
    [InlineData("'SECRET\\n1':1")]
    [InlineData("'name':[{'SECRET-1':'a'}]")]
    [InlineData("'name':[{'family':'SECRET','SECRET-1':'a'}],'gender':'SECRET'")]
    [InlineData("'birthDate':'SECRET'")]
    [InlineData("'active':'SECRET'")]
    [InlineData("'gender':'SECRET'")]
    [InlineData("'extension':[{'url':'SECRET','valueCode':' SECRET'}]")]
    [InlineData("'text':{'status':'generated','div':'SECRET'}")]
    [InlineData("'contained':[{'resourceType':'SECRET','id':'a'}]")]
    public void An_error_never_repeats_a_value(string members)
    {
        var description = Inputs.JsonPatient(members).Error!.Description;

        Assert.DoesNotContain("SECRET", description, StringComparison.Ordinal);
        Assert.Matches(@"\A[A-Za-z0-9_.\[\] ]+: [A-Za-z0-9 ]+\z", description);
    }

    [Fact]
    public void A_name_that_is_too_long_is_not_repeated()
    {
        var name = new string('a', 65);

        Assert.DoesNotContain(name, Inputs.JsonPatient($"'{name}':1").Error!.Description, StringComparison.Ordinal);
    }
}
