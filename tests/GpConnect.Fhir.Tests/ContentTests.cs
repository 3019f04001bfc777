namespace GpConnect.Fhir.Tests;

/// <summary>Input that is well-formed JSON or XML, but not a resource of STU3.</summary>
public class ContentTests
{
    public static TheoryData<string> RefusedJson => new(
        // Shape
        "'active':true,'active':true", "'name':[{'family':'a','family':'b'}]", "'active':true,'\\u0061ctive':false",
        "'birthDate':null", "'name':null", "'name':[null]", "'name':[{'family':'a'},null]", "'name':[]", "'name':[{}]", "'contact':[{'name':{}}]",
        "'name':[{'given':[null]}]", "'name':[[{'family':'a'}]]", "'name':[{'given':['a'],'_given':[null,null]}]",
        "'name':{'family':'a'}", "'active':[true]", "'birthDate':['1970-01-01']", "'gender':{'a':1}", "'maritalStatus':'M'", "'name':['a']",
        // Text
        "'name':[{'family':''}]", "'name':[{'family':'  '}]", "'name':[{'family':'\\t'}]", "'name':[{'family':'a\\u0000b'}]", "'name':[{'family':'a\\u001fb'}]",
        "'name':[{'family':'a\\uffffb'}]", "'name':[{'family':'\\ud83d'}]", "'name':[{'family':'\\ude00\\ud83d'}]", "'name':[{'\\ud800':'x'}]",
        "'id':' a'", "'id':'a '", "'language':' en'", "'language':'en '", "'identifier':[{'system':' urn:x','value':'1'}]", "'identifier':[{'system':'urn:x\\n','value':'1'}]",
        "'implicitRules':''", "'meta':{'versionId':' 1'}", "'meta':{'profile':[' urn:x']}", "'meta':{'profile':['']}",
        "'telecom':[{'system':'phone ','value':'1'}]", "'extension':[{'url':' a','valueBoolean':true}]", "'extension':[{'url':'','valueBoolean':true}]",
        // Literals
        "'active':'true'", "'active':1", "'active':0", "'birthDate':'01/02/1970'", "'birthDate':'1970-13-01'", "'birthDate':'1970-02-30'", "'birthDate':' 1970-01-01'", "'birthDate':'1970-1-1'",
        "'birthDate':'1970-01-01T00:00:00Z'", "'birthDate':19700101", "'deceasedDateTime':'2020-01-01T10:00:00'", "'deceasedDateTime':'2020-01-01T25:00:00Z'", "'deceasedBoolean':'false'",
        "'multipleBirthInteger':1.5", "'multipleBirthInteger':'1'", "'multipleBirthInteger':99999999999", "'photo':[{'data':'%%%'}]", "'photo':[{'size':-1}]", "'telecom':[{'value':'1','rank':0}]",
        "'meta':{'lastUpdated':'2020-01-01'}", "'extension':[{'url':'a','valueDecimal':'1.0'}]", "'extension':[{'url':'a','valueDecimal':1e4000}]", "'extension':[{'url':'a','valueTime':'99:00'}]",
        "'extension':[{'url':'a','valueTime':'12:00'}]", "'deceasedDateTime':'2020-01-01T10:00Z'", "'deceasedDateTime':'2020-01-01T10:00+01:00'", "'meta':{'lastUpdated':'2020-01-01T10:00Z'}", "'deceasedDateTime':'2020-01-01T10Z'",
        "'extension':[{'url':'a','valueOid':'x'}]", "'id':'" + Letters65 + "'", "'id':'a b'", "'id':'a/b'", "'id':'a_b'", "'id':'é'", "'id':1",
        // Value sets
        "'gender':'bogus'", "'gender':'Male'", "'gender':'M'", "'name':[{'use':'bogus','family':'a'}]", "'telecom':[{'system':'bogus','value':'1'}]", "'telecom':[{'use':'bogus','value':'1'}]",
        "'address':[{'use':'bogus','city':'a'}]", "'address':[{'use':'billing','city':'a'}]", "'address':[{'type':'bogus','city':'a'}]", "'identifier':[{'use':'bogus','value':'1'}]", "'identifier':[{'use':'old','value':'1'}]",
        "'link':[{'other':{'reference':'Patient/1'},'type':'replace'}]", "'link':[{'other':{'reference':'Patient/1'},'type':'bogus'}]", "'contact':[{'gender':'bogus'}]",
        "'text':{'status':'bogus','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div>'}", "'extension':[{'url':'a','valueQuantity':{'comparator':'ad','value':1}}]",
        // Mandatory elements
        "'link':[{'type':'refer'}]", "'link':[{'other':{'reference':'Patient/1'}}]", "'communication':[{'preferred':true}]", "'animal':{'breed':{'text':'a'}}", "'text':{'status':'generated'}", "'extension':[{'valueBoolean':true}]",
        // Extensions
        "'extension':[{'url':'a'}]", "'extension':[{'url':'a','valueBoolean':true,'extension':[{'url':'b','valueBoolean':true}]}]", "'extension':[{'url':'a','valueBoolean':true,'valueCode':'b'}]",
        "'extension':[{'url':'a','valueCanonical':'urn:x'}]", "'extension':[{'url':'a','valueUrl':'urn:x'}]", "'extension':[{'url':'a','valueUuid':'urn:uuid:c757873d-ec9a-4326-a141-556f43239520'}]",
        "'extension':[{'url':'a','valueInteger64':'1'}]", "'extension':[{'url':'a','valueCodeableReference':{'reference':{'reference':'A/1'}}}]", "'extension':[{'url':'a','valueContactDetail':{'name':'a'}}]",
        "'extension':[{'url':'a','valueUsageContext':{'code':{'code':'a'},'valueRange':{'low':{'value':1}}}}]", "'extension':[{'url':'a','valueNarrative':{'status':'empty','div':'a'}}]", "'extension':[{'url':'a','valueExtension':{'url':'b','valueBoolean':true}}]",
        "'extension':[{'url':'a','valueXhtml':'a'}]", "'extension':[{'url':'a','valuePatient':{'active':true}}]", "'extension':[{'url':'a','valueResource':{'resourceType':'Patient','active':true}}]", "'extension':[{'url':'a','valueElement':{'id':'a'}}]",
        "'extension':[{'url':'a','valueDataType':{'id':'a'}}]", "'extension':[{'url':'a','valueDynamicDataType':{'id':'a'}}]", "'extension':[{'url':'a','valueBackboneElement':{'id':'a'}}]", "'extension':[{'url':'a','valueFoo':1}]", "'extension':[{'url':'a','value':1}]",
        "'extension':[{'url':'a','valueSignature':{'type':[{'code':'a'}],'when':'2020-01-01T00:00:00Z'}}]", "'extension':[{'url':'a','valueSignature':{'type':[{'code':'a'}],'when':'2020-01-01T00:00:00Z','whoString':'a'}}]",
        "'extension':[{'url':'a','valueAnnotation':{'authorCode':'x','text':'a'}}]", "'extension':[{'url':'a','valueTiming':{'repeat':{'boundsAge':{'value':1}}}}]",
        // Later releases
        "'meta':{'source':'urn:x'}", "'managingOrganization':{'reference':'Organization/1','type':'Organization'}", "'photo':[{'height':1}]", "'photo':[{'url':'urn:x','width':1}]", "'deceasedString':'x'", "'generalPractitioner':[{'type':'x'}]",
        // Narrative
        "'text':{'status':'generated','div':'text'}", "'text':{'status':'generated','div':'<div>a</div>'}", "'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a<script>b</script></div>'}",
        "'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\' onclick=\\'b\\'>a</div>'}", "'text':{'status':'generated','div':'<!DOCTYPE div [<!ENTITY e SYSTEM \\'file:///etc/passwd\\'>]><div xmlns=\\'http://www.w3.org/1999/xhtml\\'>&e;</div>'}",
        "'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div><div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div>'}",
        "'text':{'status':'generated','div':'<?xml version=\\'1.0\\'?><div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div>'}", "'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a<?pi b?></div>'}",
        // Contained
        "'contained':[{'resourceType':'Nope','id':'a'}]", "'contained':[{'id':'a'}]", "'contained':[{'resourceType':'Organization','id':'a','contained':[{'resourceType':'Organization','id':'b','name':'c'}]}]");

    private const string Letters65 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public static TheoryData<string> RefusedXml => new(
        "<unknown value='a'/>", "<active value='true' unknown='a'/>", "<active value='true'>text</active>", "text", "<active value='true'/>text", "<name>text<family value='a'/></name>",
        "<active/>", "<name/>", "<name><family value=''/></name>", "<name><family value=' '/></name>", "<active value='true'/><active value='true'/>", "<gender value='male'/><active value='true'/>",
        "<name><given value='a'/><family value='b'/></name>", "<active xmlns='urn:x' value='true'/>", "<active xmlns='' value='true'/>", "<active value='TRUE'/>", "<active value=' true'/>", "<active value='1'/>",
        "<birthDate value='1970-02-30'/>", "<birthDate value=' 1970-01-01'/>", "<id value=' a'/>", "<id value='a_b'/>", "<gender value='bogus'/>", "<language value=' en'/>", "<name><use value='bogus'/></name>",
        "<meta><source value='urn:x'/></meta>", "<managingOrganization><reference value='Organization/1'/><type value='Organization'/></managingOrganization>", "<photo><height value='1'/></photo>",
        "<extension><valueBoolean value='true'/></extension>", "<extension url='a'/>", "<extension url='a'><valueUrl value='urn:x'/></extension>", "<extension url='a'><valueCanonical value='urn:x'/></extension>", "<extension url='a'><extension url='b'><valueBoolean value='true'/></extension><valueBoolean value='true'/></extension>",
        "<extension><url value='a'/><valueBoolean value='true'/></extension>", "<extension url='a'><valueBoolean value='true'/><valueCode value='a'/></extension>", "<extension url='a'><value value='a'/></extension>",
        "<link><type value='refer'/></link>", "<address><use value='billing'/></address>", "<deceasedString value='a'/>", "<contained/>", "<contained><Nope><id value='a'/></Nope></contained>", "<contained><Organization><name value='a'/></Organization><Organization><name value='a'/></Organization></contained>",
        "<text><status value='generated'/><div>a</div></text>", "<text><status value='generated'/><div xmlns='http://www.w3.org/1999/xhtml'>a<script>b</script></div></text>", "<resourceType value='Patient'/>",
        "<active value='true' xmlns:x='urn:x' x:a='b'/>", "<!-- c --><![CDATA[x]]>", "<?pi x?><active value='true'/>");

    public static TheoryData<string> RefusedWhole => new(
        "[]", "1", "null", "'Patient'", "{}", "{'id':'a'}", "{'resourceType':1,'id':'a'}", "{'resourceType':null,'id':'a'}", "{'resourceType':['Patient'],'id':'a'}", "{'resourceType':'','id':'a'}", "{'resourceType':'Nope','id':'a'}", "{'resourceType':'patient','id':'a'}",
        "{'resourceType':'Observation','id':'a'}", "{'resourceType':'Resource','id':'a'}", "{'resourceType':'DomainResource','id':'a'}", "{'resourceType':'DynamicResource','id':'a'}", "{'resourceType':'Patient ','id':'a'}",
        "{'resourceType':'HumanName','family':'a'}", "{'resourceType':'string','value':'a'}", "{'resourceType':'Patient.contact','id':'a'}",
        "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'multiple-matches'}]}", "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'deleted'}]}", "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'limited-filter'}]}", "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'success'}]}", "{'resourceType':'OperationOutcome','issue':[{'severity':'success','code':'informational'}]}",
        "{'resourceType':'CapabilityStatement','status':'active','date':'2026','kind':'capability','fhirVersion':'3.0.1','acceptUnknown':'both','format':['a'],'useContext':[{'code':{'code':'a'},'valueReference':{'reference':'A/1'}}]}",
        "{'resourceType':'CapabilityStatement','status':'active','date':'2026','kind':'capability','fhirVersion':'3.0.1','acceptUnknown':'both','format':['a'],'rest':[{'mode':'server','searchParam':[{'name':'a','type':'special'}]}]}",
        "{'resourceType':'CapabilityStatement','status':'active','date':'2026','kind':'capability','fhirVersion':'3.0.1','acceptUnknown':'both','format':['a'],'profile':['urn:x']}",
        "{'resourceType':'CapabilityStatement','status':'active','date':'2026','kind':'capability','fhirVersion':'3.0.1','acceptUnknown':'both','format':['a'],'rest':[{'mode':'server','resource':[{'type':'Patient'}]}]}",
        "{'resourceType':'CapabilityStatement','status':'active','date':'2026','kind':'capability','fhirVersion':'3.0.1','acceptUnknown':'both','format':['a'],'rest':[{'mode':'server','resource':[{'type':'Nope','interaction':[{'code':'read'}]}]}]}",
        "{'resourceType':'CapabilityStatement','status':'active','date':'2026','kind':'capability','fhirVersion':'3.0.1','acceptUnknown':'both','format':['a'],'rest':[{'mode':'server','operation':[{'name':'a','definition':'urn:x'}]}]}",
        "{'resourceType':'CapabilityStatement','status':'active','date':'2026','kind':'capability','fhirVersion':'3.0.1','acceptUnknown':'both','format':['a'],'rest':[{'mode':'server','resource':[{'type':'Patient','interaction':[{'code':'read'}],'supportedProfile':['urn:x']}]}]}",
        "{'resourceType':'CapabilityStatement','status':'active','date':'2026','kind':'capability','fhirVersion':'3.0.1','format':['a']}",
        "{'resourceType':'OperationOutcome','issue':[{'severity':'error'}]}", "{'resourceType':'OperationOutcome','id':'a'}", "{'resourceType':'Location','status':'bogus'}", "{'resourceType':'Location','mode':'bogus'}", "{'resourceType':'Location','position':{'longitude':1}}",
        "{'resourceType':'Location','type':[{'text':'a'}]}", "{'resourceType':'Organization','type':{'text':'a'}}", "{'resourceType':'Practitioner','qualification':[{'id':'a'}]}", "{'resourceType':'Practitioner','name':{'family':'a'}}", "{'resourceType':'Device','status':'bogus'}", "{'resourceType':'Device','deviceName':[{'name':'a'}]}",
        "{'resourceType':'Bundle','type':'bogus'}", "{'resourceType':'Bundle','type':'subscription-notification'}", "{'resourceType':'Bundle','type':'searchset','timestamp':'2020-01-01T00:00:00Z'}", "{'resourceType':'Bundle','entry':[{'fullUrl':'urn:x'}]}", "{'resourceType':'Bundle','type':'batch','entry':[{'request':{'method':'PATCH','url':'a'}}]}",
        "{'resourceType':'Bundle','type':'searchset','entry':[{'resource':{'resourceType':'Patient','invalidField':1}}]}", "{'resourceType':'Bundle','type':'searchset','entry':[{'resource':{'resourceType':'Nope','id':'a'}}]}", "{'resourceType':'Parameters','parameter':[{'valueString':'a'}]}", "{'resourceType':'Parameters','parameter':[{'name':'a','valueUrl':'a'}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'a','resource':{'resourceType':'Patient','gender':'bogus'}}]}", "{'resourceType':'Parameters','parameter':[{'name':'a','resource':{'active':true}}]}");

    [Theory]
    [MemberData(nameof(RefusedJson))]
    public void A_patient_in_json_is_refused(string members)
    {
        var error = Inputs.JsonPatient(members).Error;

        Assert.Equal(FhirErrorKind.Invalid, error?.Kind);
    }

    [Theory]
    [MemberData(nameof(RefusedXml))]
    public void A_patient_in_xml_is_refused(string inner) =>
        Assert.Equal(FhirErrorKind.Invalid, Inputs.XmlPatient(inner).Error?.Kind);

    [Theory]
    [MemberData(nameof(RefusedWhole))]
    public void A_resource_is_refused(string text) =>
        Assert.Equal(FhirErrorKind.Invalid, Inputs.Json(text).Error?.Kind);

    [Theory]
    [InlineData("<Nope xmlns='http://hl7.org/fhir'><id value='a'/></Nope>")]
    [InlineData("<Patient><id value='a'/></Patient>")]
    [InlineData("<Patient xmlns='http://hl7.org/fhir/'><id value='a'/></Patient>")]
    [InlineData("<DynamicResource xmlns='http://hl7.org/fhir'><id value='a'/></DynamicResource>")]
    [InlineData("<DomainResource xmlns='http://hl7.org/fhir'><id value='a'/></DomainResource>")]
    [InlineData("<HumanName xmlns='http://hl7.org/fhir'><family value='a'/></HumanName>")]
    public void A_document_with_another_root_is_refused(string text) =>
        Assert.Equal(FhirErrorKind.Invalid, Inputs.Xml(text).Error?.Kind);
}
