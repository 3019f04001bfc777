using System.Reflection;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Tests;

/// <summary>Resources with a value in every element. The elements are found by their attributes, so that none is forgotten.</summary>
internal static class Samples
{
    public static IEnumerable<Type> ResourceTypes =>
        [typeof(Patient), typeof(Practitioner), typeof(Organization), typeof(Location), typeof(Device), typeof(CapabilityStatement)];

    public static IEnumerable<Type> ModelTypes => typeof(Patient).Assembly.GetExportedTypes()
        .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(Base)));

    public static IEnumerable<PropertyInfo> ElementsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.IsDefined(typeof(FhirElementAttribute)));

    public static string NameOf(PropertyInfo property) => property.GetCustomAttribute<FhirElementAttribute>()!.Name;

    /// <summary>An instance in which all elements have a value, including those of its parts.</summary>
    public static Base Full(Type type)
    {
        var full = (Base)Activator.CreateInstance(type)!;
        foreach (var property in ElementsOf(type))
        {
            full.SetValue(NameOf(property), ValueOf(property));
        }

        return full;
    }

    public static object ValueOf(PropertyInfo property)
    {
        var type = property.PropertyType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(List<>))
        {
            return type == typeof(DataType) ? Full(property.GetCustomAttribute<AllowedTypesAttribute>()!.Types![0], property) : Full(type, property);
        }

        var list = (System.Collections.IList)Activator.CreateInstance(type)!;
        list.Add(Full(type.GetGenericArguments()[0], property));
        list.Add(Full(type.GetGenericArguments()[0], property));
        return list;
    }

    private static Base Full(Type type, PropertyInfo property) => type.Name switch
    {
        nameof(FhirBoolean) => new FhirBoolean(true),
        nameof(FhirString) => new FhirString("O'Brien & Søn <b> 😀\r\n\t\"x\" \\"),
        nameof(Markdown) => new Markdown("*a*\n\n  b"),
        nameof(FhirUri) => new FhirUri("https://example.org/a?b=c&d=e"),
        nameof(Code) => new Code("application/fhir+json"),
        nameof(Id) => new Id("3.0.1"),
        nameof(Date) => new Date("1970-01-31"),
        nameof(FhirDateTime) => new FhirDateTime("2020-02-29T23:59:59.123+01:00"),
        nameof(Time) => new Time("12:34:56"),
        nameof(Integer) => new Integer(-1),
        nameof(UnsignedInt) => new UnsignedInt(0),
        nameof(PositiveInt) => new PositiveInt(1),
        nameof(FhirDecimal) => new FhirDecimal(-1.50m),
        nameof(Base64Binary) => new Base64Binary([0, 1, 254, 255]),
        "Code`1" => (Base)Activator.CreateInstance(type, Enum.GetValues(type.GetGenericArguments()[0]).GetValue(0))!,
        nameof(Identifier) => new Identifier("urn:x", "1") { Use = Identifier.IdentifierUse.Official, Assigner = new ResourceReference("Organization/1") },
        nameof(HumanName) => new HumanName { Use = HumanName.NameUse.Official, Family = "Ångström", Given = ["Zoë", "D'Arcy"], Period = new Period { Start = "2020" } },
        nameof(ContactPoint) => new ContactPoint(ContactPoint.ContactPointSystem.Phone, ContactPoint.ContactPointUse.Home, "01632 960001") { Rank = 1 },
        nameof(ContactDetail) => new ContactDetail { Name = "Desk" },
        nameof(Address) => new Address { Use = Address.AddressUse.Home, Line = ["1 High St", "Flat 2"], City = "Leeds" },
        nameof(CodeableConcept) => new CodeableConcept("urn:x", "a", "A", "text"),
        nameof(Coding) => new Coding("urn:x", "a", "A") { UserSelected = false },
        nameof(Attachment) => new Attachment { ContentType = "image/png", UrlElement = new FhirUri("urn:x"), SizeElement = new UnsignedInt(1) },
        nameof(ResourceReference) => new ResourceReference("Patient/1", "somebody"),
        nameof(Period) => new Period { Start = "2020-01", End = "2021" },
        nameof(Quantity) => new Quantity(1.0m, "mm", "http://unitsofmeasure.org"),
        nameof(Duration) => new Duration { Value = 1, Unit = "h" },
        nameof(UsageContext) => new UsageContext { Code = new Coding("urn:x", "a"), Value = new CodeableConcept("urn:x", "b") },
        _ when type.Assembly == typeof(Patient).Assembly => Full(type),
        _ => throw new NotSupportedException($"{type.Name} of {property.Name}"),
    };
}
