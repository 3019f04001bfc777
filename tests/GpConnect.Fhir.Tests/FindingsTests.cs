using System.Text;

namespace GpConnect.Fhir.Tests;

/// <summary>All errors of an input that was refused, for the person who corrects a record, and the part of the resource without errors.</summary>
public class FindingsTests
{
    private const string Gender = "Patient.gender: code outside the required value set";

    [Theory]
    [InlineData("'gender':'bogus','active':1", Gender, "Patient.active: malformed value")]
    [InlineData("'gender':'bogus','invalidField':1", Gender, "Patient.invalidField: unknown element")]
    [InlineData("'active':true,'active':true,'gender':'bogus'", "active: duplicate property", "Patient: not valid in FHIR STU3", Gender)]
    [InlineData("'text':{'status':'generated','div':'text'},'gender':'bogus'", "text.div: narrative not allowed", "Patient.text.div: narrative not allowed", Gender)]
    [InlineData("'name':[{'family':' '}],'address':[{'use':'billing'}],'gender':'bogus'", Gender, "Patient.name[0].family: blank text", "Patient.address[0].use: code outside the required value set")]
    public void Every_error_of_json_is_found(string members, params string[] descriptions) =>
        Assert.Equal(descriptions, Descriptions(Find($"{{'resourceType':'Patient',{members}}}", FhirFormat.Json)));

    [Fact]
    public void Narrative_that_repeats_is_found_for_its_type_and_its_number() =>
        Assert.Equal(
            ["Patient.text.div[2]: wrong type or number of values", "Patient.text.div[2]: too many repetitions"],
            Descriptions(Find("{'resourceType':'Patient','text':{'status':'generated','div':['<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div>','<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div>']}}", FhirFormat.Json)));

    [Fact]
    public void An_empty_list_of_a_mandatory_element_is_found_as_empty_and_as_missing() =>
        Assert.Equal(
            ["OperationOutcome.issue[0]: empty element", "OperationOutcome.issue[0]: mandatory element missing", "issue: mandatory element missing"],
            Descriptions(Find("{'resourceType':'OperationOutcome','issue':[]}", FhirFormat.Json)));

    [Theory]
    [InlineData("<active value='x'/><gender value='bogus'/>", "Patient.active: malformed value", Gender)]
    [InlineData("<name><family value=' '/></name><gender value=' male '/>", "Patient.gender: leading or trailing blanks", "Patient.name[0].family: blank text")]
    [InlineData("<name/><gender value='bogus'/>", Gender, "Patient.name[0]: empty element")]
    public void Every_error_of_xml_is_found(string inner, params string[] descriptions) =>
        Assert.Equal(descriptions, Descriptions(Find($"<Patient xmlns='http://hl7.org/fhir'>{inner}</Patient>", FhirFormat.Xml)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("'gender':'bogus','birthDate':'1970'", """{"resourceType":"Patient","birthDate":"1970"}""")]
    [InlineData("'name':[{'family':'A'},{'family':' '}],'active':true", """{"resourceType":"Patient","active":true}""")]
    [InlineData("'deceasedBoolean':'x','active':true", """{"resourceType":"Patient","active":true}""")]
    [InlineData("'active':true,'active':true,'birthDate':'1970'", """{"resourceType":"Patient","birthDate":"1970"}""")]
    [InlineData("'_birthDate':{'id':'x'},'active':true", """{"resourceType":"Patient","active":true}""")]
    [InlineData("'multipleBirthInteger':2,'telecom':[{'use':'bogus'}]", """{"resourceType":"Patient","multipleBirthInteger":2}""")]
    public void The_rest_has_no_element_with_an_error(string members, string rest) =>
        Assert.Equal(rest, Rest(Find($"{{'resourceType':'Patient',{members}}}", FhirFormat.Json)));

    /// <summary>Another rule that reported the element would repeat its name.</summary>
    [Fact]
    public void The_rest_has_no_element_whose_name_is_not_safe_to_show() =>
        Assert.Equal("""{"resourceType":"Patient","active":true}""", Rest(Find("{'resourceType':'Patient','SECRET 1':1,'active':true}", FhirFormat.Json)));

    [Fact]
    public void An_error_that_repeats_is_found_once() =>
        Assert.Equal(["active: duplicate property", "Patient: not valid in FHIR STU3"], Descriptions(Find("{'resourceType':'Patient','active':true,'active':true,'active':true}", FhirFormat.Json)));

    [Theory]
    [InlineData("{", "The content is not one well-formed JSON value, or too deeply nested")]
    [InlineData("'Patient'", "The content: not a FHIR resource")]
    [InlineData("{'resourceType':'Patient','name':[{'family':'\\ud83d'}]}", "The content: not a FHIR resource")]
    public void Json_that_cannot_be_read_has_one_error_and_no_rest(string text, string description) =>
        AssertOnly(description, Find(text, FhirFormat.Json));

    [Theory]
    [InlineData("<", "The content is not one well-formed XML document without a DTD")]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><Patient xmlns='http://hl7.org/fhir'/>", "The content is not UTF-8")]
    public void Xml_that_cannot_be_read_has_one_error_and_no_rest(string text, string description) =>
        AssertOnly(description, Find(text, FhirFormat.Xml));

    [Theory]
    [InlineData(FhirFormat.Json)]
    [InlineData(FhirFormat.Xml)]
    public void Bytes_that_are_not_utf8_have_one_error_and_no_rest(FhirFormat format) =>
        AssertOnly("The content is not UTF-8", FhirReader.FindErrors(new byte[] { 0xE2, 0x82 }, format));

    [Fact]
    public void An_input_beyond_a_limit_has_one_error_and_no_rest()
    {
        var longName = new string('n', 257);

        AssertOnly("The content: name too long", Find($"{{'resourceType':'Patient','active':true,'active':true,'{longName}':1}}", FhirFormat.Json));
        AssertOnly("The content: name too long", Find($"<Patient xmlns='http://hl7.org/fhir'><{longName}/></Patient>", FhirFormat.Xml));
        AssertOnly("The content: too many elements", Find($"{{'resourceType':'Patient','name':[{Repeat("1,", 2_000)}1]}}", FhirFormat.Json));
        AssertOnly("The content: too many errors", Find($"{{'resourceType':'Patient','contained':[{Repeat("1,", 50)}1]}}", FhirFormat.Json));
        AssertOnly("The content: too many errors", Find($"<Patient xmlns='http://hl7.org/fhir'>{Repeat("<contact><gender value='bogus'/></contact>", 51)}</Patient>", FhirFormat.Xml));
    }

    [Theory]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(51)]
    public void At_most_50_errors_that_only_STU3_forbids_are_found(int errors) =>
        Assert.Equal(Math.Min(errors, 50), Find($"<Patient xmlns='http://hl7.org/fhir'>{Repeat("<address><use value='billing'/></address>", errors)}</Patient>", FhirFormat.Xml).Errors.Count);

    [Fact]
    public void The_path_of_an_error_leads_to_a_top_level_element()
    {
        var errors = Find("{'resourceType':'Patient','name':[{'family':'a','invalidField':1}],'birthDate':null}", FhirFormat.Json).Errors;

        Assert.Equal(["birthDate", "name"], errors.Select(error => error.Element).OfType<string>().Distinct().Order());
        Assert.Contains(errors, error => error is { Path: "Patient.name[0].invalidField", Element: "name" });
        Assert.Contains(errors, error => error is { Path: "birthDate", Element: "birthDate" });
        Assert.Null(Find("[]", FhirFormat.Json).Errors[0].Element);
    }

    private static FhirFindings Find(string text, FhirFormat format) => FhirReader.FindErrors(Inputs.Bytes(text), format);

    private static IReadOnlyList<string> Descriptions(FhirFindings findings) => [.. findings.Errors.Select(error => error.Description)];

    private static string Rest(FhirFindings findings) => Encoding.UTF8.GetString(FhirWriter.WriteJson(findings.Rest!));

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static void AssertOnly(string description, FhirFindings findings)
    {
        Assert.Equal([description], Descriptions(findings));
        Assert.Null(findings.Rest);
    }
}
