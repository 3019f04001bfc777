using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Terminology;
using Hl7.Fhir.Model;

namespace GpConnect.Provider.Tokens;

/// <summary>The claim <c>requesting_practitioner</c>: the person who is logged on.</summary>
internal sealed record RequestingPractitioner(string Id, string Name, string SdsUserId, string? SdsRoleProfileId)
{
    public const string Claim = "requesting_practitioner";

    /// <summary>Length of all its texts together, in characters.</summary>
    public int Length => Id.Length + Name.Length + SdsUserId.Length + (SdsRoleProfileId?.Length ?? 0);

    public static Result<RequestingPractitioner, Failure> From(Resource resource)
    {
        if (resource is not Practitioner practitioner)
        {
            return ResourceClaims.WrongType(Claim, resource, nameof(Practitioner));
        }

        var userId = ResourceClaims.Value(practitioner.Identifier, IdentifierSystems.SdsUserId);
        var name = practitioner.Name.FirstOrDefault();
        if (!ResourceClaims.Has(practitioner.Id) || !ResourceClaims.Has(userId) || !ResourceClaims.Has(name?.Family) || !name.Given.Any(ResourceClaims.Has))
        {
            return ResourceClaims.BadClaim(Claim, $"needs id, name with family and given, and an identifier with system {IdentifierSystems.SdsUserId}");
        }

        return new RequestingPractitioner(
            practitioner.Id,
            string.Join(' ', [.. name.Prefix.Concat(name.Given).Where(ResourceClaims.Has), name.Family]),
            userId,
            ResourceClaims.Value(practitioner.Identifier, IdentifierSystems.SdsRoleProfileId));
    }
}
