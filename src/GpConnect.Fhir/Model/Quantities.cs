using Hl7.Fhir.Introspection;

namespace Hl7.Fhir.Model;

/// <summary>A duration since birth.</summary>
[FhirType("Age", "http://hl7.org/fhir/StructureDefinition/Age")]
public sealed class Age : Quantity
{
    public override string TypeName => "Age";

    protected override Base DeepCopyInternal()
    {
        var copy = new Age();
        CopyToInternal(copy);
        return copy;
    }
}

/// <summary>A number of things.</summary>
[FhirType("Count", "http://hl7.org/fhir/StructureDefinition/Count")]
public sealed class Count : Quantity
{
    public override string TypeName => "Count";

    protected override Base DeepCopyInternal()
    {
        var copy = new Count();
        CopyToInternal(copy);
        return copy;
    }
}

/// <summary>A length.</summary>
[FhirType("Distance", "http://hl7.org/fhir/StructureDefinition/Distance")]
public sealed class Distance : Quantity
{
    public override string TypeName => "Distance";

    protected override Base DeepCopyInternal()
    {
        var copy = new Distance();
        CopyToInternal(copy);
        return copy;
    }
}

/// <summary>An amount of currency; a quantity in STU3.</summary>
[FhirType("Money", "http://hl7.org/fhir/StructureDefinition/Money")]
public sealed class Money : Quantity
{
    public override string TypeName => "Money";

    protected override Base DeepCopyInternal()
    {
        var copy = new Money();
        CopyToInternal(copy);
        return copy;
    }
}
