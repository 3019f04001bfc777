using System.Text;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Tests;

public class RoundTripTests
{
    public static TheoryData<Type> ResourceTypes => [.. Samples.ResourceTypes];

    public static TheoryData<string> Others => new(
        "{'resourceType':'OperationOutcome','meta':{'profile':['https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1']},'issue':[{'severity':'error','code':'business-rule','details':{'coding':[{'system':'urn:x','code':'A','display':'B'}]},'diagnostics':'C'}]}",
        "{'resourceType':'Parameters','parameter':[{'name':'registerPatient','resource':{'resourceType':'Patient','active':true,'birthDate':'1970'}},{'name':'a','part':[{'name':'b','valueAge':{'value':1.0}}]}]}",
        "{'resourceType':'Bundle','id':'a','meta':{'versionId':'1','lastUpdated':'2020-01-01T00:00:00.000+00:00'},'type':'searchset','entry':[{'resource':{'resourceType':'Patient','id':'1','name':[{'given':['A',null],'_given':[null,{'extension':[{'url':'urn:x','valueString':'b'}]}]}]}}]}",
        "{'resourceType':'Patient','text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a <b>é</b> <i>&amp;</i></div>'},'_active':{'extension':[{'url':'urn:x','valueCode':'unknown'}]},'birthDate':'1970','_birthDate':{'id':'b1'}}",
        "{'resourceType':'Patient','contained':[{'resourceType':'Organization','id':'o','name':'A'}],'managingOrganization':{'reference':'#o'}}");

    [Theory]
    [MemberData(nameof(ResourceTypes))]
    public void A_resource_with_every_element_comes_back_from_both_formats(Type type) => AssertRoundTrip((Resource)Samples.Full(type));

    [Fact]
    public void Every_type_of_a_choice_comes_back()
    {
        AssertRoundTrip(new Patient { Deceased = new FhirBoolean(false), MultipleBirth = new Integer(2) });
        AssertRoundTrip(new Patient { Deceased = new FhirDateTime("2020-01-01"), MultipleBirth = new FhirBoolean(true) });
        AssertRoundTrip(new Device { Note = [new() { Author = new FhirString("a"), Text = "b" }] });
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Canonical_json_is_written_as_it_was_read(string text)
    {
        var bytes = Inputs.Bytes(text);
        var reading = FhirReader.Read(bytes, FhirFormat.Json);

        Assert.True(reading.IsValid, reading.Error?.Description);
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(FhirWriter.WriteJson(reading.Resource)));
        AssertRoundTrip(reading.Resource);
    }

    [Theory]
    [InlineData("Van\u00a0Gogh")]
    [InlineData("山田\u3000太郎")]
    [InlineData("a\u2028b")]
    public void Text_may_contain_spaces_of_all_scripts(string text) => AssertRoundTrip(new Patient
    {
        Name = [new() { Family = text }],
        Extension = [new("urn:x", new Markdown(text))],
    });

    [Fact]
    public void Every_type_of_stu3_may_be_the_value_of_an_extension()
    {
        DataType[] values =
        [
            new Base64Binary([1]), new FhirBoolean(true), new Code("a"), new Date("2020"), new FhirDateTime("2020"), new FhirDecimal(1.10m),
            new Id("a"), new Instant(DateTimeOffset.UnixEpoch), new Integer(1), new Markdown("a"), new Oid("urn:oid:1.2.3"), new PositiveInt(1), new FhirString("a"),
            new Time("12:00:00"), new UnsignedInt(1), new FhirUri("urn:x"), new Address { City = "a" }, new Age { Value = 1 }, (DataType)Samples.Full(typeof(Annotation)),
            new Attachment { Title = "a" }, new CodeableConcept("urn:x", "a"), new Coding("urn:x", "a"), new ContactPoint { Value = "a" }, new Count { Value = 1 },
            new Distance { Value = 1 }, new Duration { Value = 1 }, new HumanName { Family = "a" }, new Identifier("urn:x", "a"), new Meta { VersionId = "1" }, new Money { Value = 1.00m },
            new Period { Start = "2020" }, new Quantity { Value = 1 }, new Hl7.Fhir.Model.Range { Low = new Quantity { Value = 1 } }, new Ratio { Numerator = new Quantity { Value = 1 } },
            new ResourceReference("A/1"), (DataType)Samples.Full(typeof(SampledData)), (DataType)Samples.Full(typeof(Timing)),
            new Signature { Type = [new Coding("urn:x", "a")], When = DateTimeOffset.UnixEpoch, Who = new FhirUri("urn:x"), ContentType = "a/b", Blob = [1] },
        ];

        AssertRoundTrip(new Patient { Extension = [.. values.Select(value => new Extension("urn:x", value))] });
    }

    [Fact]
    public void Every_type_of_stu3_may_be_the_value_of_a_usage_context()
    {
        DataType[] values = [new CodeableConcept("urn:x", "a"), new Quantity { Value = 1 }, new Hl7.Fhir.Model.Range { Low = new Quantity { Value = 1 } }];
        var statement = (CapabilityStatement)Samples.Full(typeof(CapabilityStatement));
        statement.UseContext = [.. values.Select(value => new UsageContext { Code = new Coding("urn:x", "b"), Value = value })];

        AssertRoundTrip(statement);
    }

    [Fact]
    public void Stored_json_of_a_bundle_is_converted_to_xml()
    {
        var bundle = new Bundle { Type = Bundle.BundleType.Searchset, Entry = [new() { Resource = new Patient { Id = "1", Active = true } }] };

        var xml = Encoding.UTF8.GetString(FhirWriter.JsonToXml(FhirWriter.WriteJson(bundle)));

        Assert.Equal(
            "<?xml version='1.0' encoding='utf-8'?><Bundle xmlns='http://hl7.org/fhir'><type value='searchset' /><entry><resource><Patient><id value='1' /><active value='true' /></Patient></resource></entry></Bundle>".Replace('\'', '"'),
            xml);
    }

    [Theory]
    [InlineData("""{"active":true}""")]
    [InlineData("""{"resourceType":"Patient","active":tr""")]
    [InlineData("""["Patient"]""")]
    [InlineData("")]
    public void Bytes_that_are_not_a_resource_are_not_converted_to_xml(string json) => Assert.Equal(
        "The stored resource cannot be read",
        Assert.Throws<InvalidDataException>(() => FhirWriter.JsonToXml(Encoding.UTF8.GetBytes(json))).Message);

    [Fact]
    public void Stored_json_of_modifier_extensions_is_converted_to_the_same_xml()
    {
        var contact = new Patient.ContactComponent { ElementId = "c", ModifierExtension = [new("urn:x", new FhirBoolean(true)) { ElementId = "e" }] };
        var patient = new Patient { ModifierExtension = [new("urn:y", null!) { Extension = [new("z", new Code("a"))] }], Contact = [contact] };

        Assert.Equal(FhirWriter.WriteXml(patient), FhirWriter.JsonToXml(FhirWriter.WriteJson(patient)));
    }

    [Fact]
    public void Accents_are_written_without_escapes() =>
        Assert.Contains("Zoë Ångström's", Encoding.UTF8.GetString(FhirWriter.WriteJson(new Patient { Name = [new() { Text = "Zoë Ångström's" }] })), StringComparison.Ordinal);

    internal static void AssertRoundTrip(Resource resource)
    {
        var json = FhirWriter.WriteJson(resource);
        var xml = FhirWriter.WriteXml(resource);
        var fromJson = FhirReader.Read(json, FhirFormat.Json);
        var fromXml = FhirReader.Read(xml, FhirFormat.Xml);

        Assert.True(fromJson.IsValid, fromJson.Error?.Description);
        Assert.True(fromXml.IsValid, fromXml.Error?.Description);
        Assert.True(resource.IsExactly(fromJson.Resource));
        Assert.True(resource.IsExactly(fromXml.Resource));
        Assert.Equal(json, FhirWriter.WriteJson(fromXml.Resource));
        Assert.Equal(json, FhirWriter.WriteJson(fromJson.Resource));
        Assert.Equal(xml, FhirWriter.JsonToXml(json));
    }
}
