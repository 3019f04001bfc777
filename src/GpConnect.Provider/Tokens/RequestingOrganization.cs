using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Provider.Tokens;

/// <summary>The claim <c>requesting_organization</c>: where the request originates.</summary>
internal sealed record RequestingOrganization(string OdsCode, string Name)
{
    public const string Claim = "requesting_organization";

    /// <summary>Length of all its texts together, in characters.</summary>
    public int Length => OdsCode.Length + Name.Length;

    public static Result<RequestingOrganization, Failure> From(Resource resource)
    {
        if (resource is not Organization organization)
        {
            return ResourceClaims.WrongType(Claim, resource, nameof(Organization));
        }

        var odsCode = ResourceClaims.Value(organization.Identifier, IdentifierSystems.OdsOrganizationCode);
        return ResourceClaims.Has(odsCode) && ResourceClaims.Has(organization.Name)
            ? new RequestingOrganization(odsCode, organization.Name)
            : ResourceClaims.BadClaim(Claim, $"needs name and an identifier with system {IdentifierSystems.OdsOrganizationCode}");
    }
}
