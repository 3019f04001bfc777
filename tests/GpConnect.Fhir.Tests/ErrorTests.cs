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

    [Theory]
    [InlineData("'Active':true", "Patient.Active: unknown element")]
    [InlineData("'contained':[{'resourceType':'Nope'}]", "Patient.contained[0]: unknown resource type")]
    [InlineData("'contained':[{'resourceType':'organization','name':'a'}]", "Patient.contained[0]: unknown resource type")]
    [InlineData("'contained':[{'id':'a'}]", "The content: resourceType missing")]
    [InlineData("'contained':[{'resourceType':1}]", "Patient.contained[0]: resourceType not a string")]
    [InlineData("'contained':[{'resourceType':'Organization','contained':[{'resourceType':'Organization','name':'a'}]}]", "The content: contained resources nested")]
    [InlineData("'deceasedString':'x'", "Patient.deceased: type not allowed here")]
    [InlineData("'extension':[{'url':'a','valueUrl':'urn:x'}]", "Patient.extension[0].value: type not allowed here")]
    [InlineData("'extension':[{'url':'a'}]", "Patient.extension[0]: either a value or extensions needed")]
    [InlineData("'extension':[{'url':'a','valueBoolean':true,'extension':[{'url':'b','valueBoolean':true}]}]", "Patient.extension[0]: either a value or extensions needed")]
    [InlineData("'extension':[{'valueBoolean':true}]", "Patient.extension[0].url: mandatory element missing")]
    [InlineData("'communication':[{'preferred':true}]", "Patient.communication[0].language: mandatory element missing")]
    [InlineData("'name':{'family':'a'}", "Patient.name[0]: wrong type or number of values")]
    [InlineData("'name':['a']", "Patient.name[0]: not valid in FHIR STU3")]
    [InlineData("'name':[{'family':'a'},null]", "Patient.name[2]: null")]
    [InlineData("'name':[]", "Patient.name[0]: empty element")]
    [InlineData("'name':[{}]", "Patient.name[0]: empty element")]
    [InlineData("'name':[{'id':'x'}]", "Patient.name[0]: empty element")]
    [InlineData("'_birthDate':{'id':'x'}", "Patient.birthDate: neither a value nor extensions")]
    [InlineData("'gender':'bogus'", "Patient.gender: code outside the required value set")]
    [InlineData("'address':[{'use':'billing'}]", "Patient.address[0].use: code outside the required value set")]
    [InlineData("'active':'true'", "Patient.active: malformed value")]
    [InlineData("'photo':[{'data':'%%%'}]", "Patient.photo[0].data: malformed value")]
    [InlineData("'photo':[{'size':-1}]", "Patient.photo[0].size: malformed value")]
    [InlineData("'telecom':[{'value':'1','rank':0}]", "Patient.telecom[0].rank: malformed value")]
    [InlineData("'deceasedDateTime':'2020-01-01T10:00Z'", "Patient.deceased: malformed value")]
    [InlineData("'name':[{'family':' '}]", "Patient.name[0].family: blank text")]
    [InlineData("'name':[{'family':'a\\u0000b'}]", "Patient.name[0].family: a character that FHIR or XML does not allow")]
    [InlineData("'implicitRules':' urn:x'", "Patient.implicitRules: leading or trailing blanks")]
    [InlineData("'id':''", "Patient.id: malformed value")]
    [InlineData("'text':{'status':'generated','div':'text'}", "text.div: narrative not allowed")]
    [InlineData("'text':{'status':'generated','div':'\\ud800'}", "text.div: text that is not Unicode")]
    [InlineData("'contained':[{'resourceType':'\\ud800'}]", "contained.resourceType: text that is not Unicode")]
    [InlineData("'text':{'status':'generated','div':'<div>a</div>'}", "Patient.text.div: narrative not allowed")]
    public void Each_kind_of_error_in_json_has_its_own_reason(string members, string description) =>
        Assert.Equal(description, Inputs.JsonPatient(members).Error?.Description);

    [Theory]
    [InlineData("<contained><Nope/></contained>", "Patient.contained[0]: unknown resource type")]
    [InlineData("<active xmlns='urn:x' value='true'/>", "Patient.active: wrong namespace")]
    [InlineData("<active xmlns='' value='true'/>", "Patient.active: wrong namespace")]
    [InlineData("<text><status value='generated'/><div>a</div></text>", "Patient.text.div: wrong namespace")]
    [InlineData("<text><status value='generated'/><div xmlns='http://www.w3.org/1999/xhtml'>a<script>b</script></div></text>", "Patient.text.div: narrative not allowed")]
    [InlineData("<active value='true'/><active value='true'/>", "Patient.active: wrong type or number of values")]
    [InlineData("<active/>", "Patient.active: empty element")]
    [InlineData("<name/>", "Patient.name[0]: empty element")]
    [InlineData("<name><family value=''/></name>", "Patient.name[0].family: blank text")]
    [InlineData("<active value=' true'/>", "Patient.active: leading or trailing blanks")]
    [InlineData("<active value='true' xmlns:x='urn:x' x:value='b'/>", "Patient.active: wrong namespace")]
    [InlineData("<active value='true'/><gender value='male'/><active value='true'/>", "Patient.active: element out of order")]
    [InlineData("<name><family value='a'/></name><gender value='male'/><name><family value='a'/></name>", "Patient.name[0]: element out of order")]
    [InlineData("<address><use value=' billing'/></address>", "Patient.address[0].use: leading or trailing blanks")]
    [InlineData("<active value='true'>text</active>", "Patient.active: not valid in FHIR STU3")]
    public void Each_kind_of_error_in_xml_has_its_own_reason(string inner, string description) =>
        Assert.Equal(description, Inputs.XmlPatient(inner).Error?.Description);

    [Theory]
    [InlineData("{", FhirErrorKind.NotWellFormed, "The content is not one well-formed JSON value, or too deeply nested")]
    [InlineData("[]", FhirErrorKind.Invalid, "The content: not a FHIR resource")]
    [InlineData("{}", FhirErrorKind.Invalid, "The content: resourceType missing")]
    [InlineData("{'resourceType':'patient'}", FhirErrorKind.Invalid, "The content: unknown resource type")]
    public void Json_that_is_no_resource_has_an_error_without_a_path(string text, FhirErrorKind kind, string description) =>
        Assert.Equal(new FhirError(kind, description), Inputs.Json(text).Error);

    [Theory]
    [InlineData("<", "The content is not one well-formed XML document without a DTD")]
    [InlineData("<!DOCTYPE Patient><Patient xmlns='http://hl7.org/fhir'/>", "The content is not one well-formed XML document without a DTD")]
    [InlineData("<?xml version='1.0' encoding='iso-8859-1'?><Patient xmlns='http://hl7.org/fhir'/>", "The content is not UTF-8")]
    public void Text_that_is_not_xml_has_an_error_without_a_path(string text, string description) =>
        Assert.Equal(new FhirError(FhirErrorKind.NotWellFormed, description), Inputs.Xml(text).Error);

    [Theory]
    [InlineData(FhirFormat.Json)]
    [InlineData(FhirFormat.Xml)]
    public void Bytes_that_are_not_utf8_are_named(FhirFormat format) =>
        Assert.Equal("The content is not UTF-8", FhirReader.Read(new byte[] { 0xE2, 0x82 }, format).Error?.Description);

    [Theory]
    [InlineData("'type':[{'code':'a'}],'when':'2020-01-01T00:00:00Z','whoUri':'urn:x'", null)]
    [InlineData("'when':'2020-01-01T00:00:00Z','whoUri':'urn:x'", "Patient.extension[0].value: mandatory element missing")]
    [InlineData("'type':[{'code':'a'}],'whoUri':'urn:x'", "Patient.extension[0].value: mandatory element missing")]
    [InlineData("'type':[{'code':'a'}],'when':'2020-01-01T00:00:00Z'", "Patient.extension[0].value: mandatory element missing")]
    public void A_signature_needs_its_type_time_and_signer(string members, string? description) =>
        Assert.Equal(description, Inputs.JsonPatient($"'extension':[{{'url':'a','valueSignature':{{{members}}}}}]").Error?.Description);

    [Theory]
    [InlineData("'active':true,'active':false,'birthDate':null", "active: duplicate property")]
    [InlineData("'birthDate':null,'active':true,'active':false", "birthDate: null")]
    [InlineData("'telecom':[{'use':'bogus'}],'gender':'bogus'", "Patient.telecom[0].use: code outside the required value set")]
    [InlineData("'name':[{'family':' '}],'address':[{'use':'billing'}]", "Patient.name[0].family: blank text")]
    [InlineData("'address':[{'use':'billing'}],'contact':[{'name':{'family':' '}}]", "Patient.address[0].use: code outside the required value set")]
    public void The_first_error_is_reported(string members, string description) =>
        Assert.Equal(description, Inputs.JsonPatient(members).Error?.Description);

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
