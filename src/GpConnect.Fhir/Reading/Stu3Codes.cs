using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Reading;

/// <summary>Refuses the codes of later releases, which the enumerations of the SDK's base also contain.</summary>
internal static class Stu3Codes
{
    public static string? Check(PrimitiveType primitive) =>
        IsLaterThanStu3(primitive) ? "code outside the required value set" : null;

    private static bool IsLaterThanStu3(PrimitiveType primitive) => primitive switch
    {
        Code<Address.AddressUse> code => code.Value is Address.AddressUse.Billing,
        Code<Bundle.BundleType> code => code.Value is Bundle.BundleType.SubscriptionNotification,
        Code<Bundle.HTTPVerb> code => code.Value is Bundle.HTTPVerb.HEAD or Bundle.HTTPVerb.PATCH,
        Code<Identifier.IdentifierUse> code => code.Value is Identifier.IdentifierUse.Old,
        Code<OperationOutcome.IssueSeverity> code => code.Value is OperationOutcome.IssueSeverity.Success,
        Code<OperationOutcome.IssueType> code => code.Value is OperationOutcome.IssueType.MultipleMatches
            or OperationOutcome.IssueType.Deleted or OperationOutcome.IssueType.LimitedFilter or OperationOutcome.IssueType.Success,
        Code<Quantity.QuantityComparator> code => code.Value is Quantity.QuantityComparator.Ad,
        Code<SearchParamType> code => code.Value is SearchParamType.Special,
        _ => false,
    };
}
