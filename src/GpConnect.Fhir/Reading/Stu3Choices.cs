using System.Collections.Frozen;
using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Reading;

/// <summary>The types of choice elements such as value[x], where the SDK's base also allows types of later releases.</summary>
internal static class Stu3Choices
{
    private static readonly FrozenSet<string> Open = FrozenSet.ToFrozenSet(
    [
        "base64Binary", "boolean", "code", "date", "dateTime", "decimal", "id", "instant", "integer", "markdown", "oid",
        "positiveInt", "string", "time", "unsignedInt", "uri", "Address", "Age", "Annotation", "Attachment",
        "CodeableConcept", "Coding", "ContactPoint", "Count", "Distance", "Duration", "HumanName", "Identifier", "Meta",
        "Money", "Period", "Quantity", "Range", "Ratio", "Reference", "SampledData", "Signature", "Timing",
    ]);

    private static readonly FrozenSet<string> Usage = FrozenSet.ToFrozenSet(["CodeableConcept", "Quantity", "Range"]);

    public static bool Allow(Base owner, string element, Base value) =>
        AllowedIn(owner, element)?.Contains(value.TypeName) ?? true;

    private static FrozenSet<string>? AllowedIn(Base owner, string element) => (owner, element) switch
    {
        (Extension or Parameters.ParameterComponent, "value") => Open,
        (UsageContext, "value") => Usage,
        _ => null,
    };
}
